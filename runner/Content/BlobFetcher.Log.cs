using Microsoft.Extensions.Logging;

namespace StapFarm.Runner.Content;

internal sealed partial class BlobFetcher
{
    [LoggerMessage(LogLevel.Information, "Reading {Digest} was interrupted after {Bytes} bytes ({Reason}); going on from there.")]
    private partial void LogInterrupted(string digest, long bytes, string reason);
}
