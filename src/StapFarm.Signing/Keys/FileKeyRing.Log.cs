using Microsoft.Extensions.Logging;

namespace StapFarm.Signing.Keys;

public sealed partial class FileKeyRing
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Made the farm's ticket key {Path}; runners need its public half: stapfarm farm key")]
    private static partial void LogCreated(ILogger logger, string path);
}
