using Microsoft.Extensions.Logging;

namespace StapFarm.Storage.Files;

public sealed partial class AbandonedFileSweeper
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} half-written files that a killed process left in {Folder}")]
    private static partial void LogSwept(ILogger logger, int count, string folder);
}
