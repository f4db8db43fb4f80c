using Microsoft.Extensions.Logging;
using StapFarm.Model.Content;

namespace StapFarm.Storage.Blobs;

public sealed partial class VerifyingBlobStore
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Blob {Digest} ({Size} bytes, {MediaType}) doesn't match its digest and is removed")]
    private static partial void LogDamaged(ILogger logger, Digest digest, long size, string mediaType);

    [LoggerMessage(Level = LogLevel.Error, Message = "The damaged blob {Digest} can't be removed")]
    private static partial void LogNotRemoved(ILogger logger, Digest digest, Exception exception);
}
