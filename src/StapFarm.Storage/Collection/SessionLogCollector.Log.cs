using Microsoft.Extensions.Logging;

namespace StapFarm.Storage.Collection;

public sealed partial class SessionLogCollector
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Removed the output of {Sessions} old sessions, {Bytes} bytes; {BytesLeft} bytes are left")]
    private static partial void LogCollected(ILogger logger, int sessions, long bytes, long bytesLeft);
}
