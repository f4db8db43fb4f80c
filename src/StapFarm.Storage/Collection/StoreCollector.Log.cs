using Microsoft.Extensions.Logging;

namespace StapFarm.Storage.Collection;

public sealed partial class StoreCollector
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Modules} modules and {Blobs} blobs, {Bytes} bytes; {ModulesLeft} modules of {BytesLeft} bytes are left")]
    private static partial void LogCollected(ILogger logger, int modules, int blobs, long bytes, int modulesLeft, long bytesLeft);
}
