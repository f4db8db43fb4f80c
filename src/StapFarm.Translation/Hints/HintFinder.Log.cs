using Microsoft.Extensions.Logging;

namespace StapFarm.Translation.Hints;

internal sealed partial class HintFinder
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "No hint was found within {Seconds} s (Farm:Translation:HintTime); the failure is told without one.")]
    private static partial void LogTooSlow(ILogger logger, double seconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Looking for a hint failed; the failure is told without one.")]
    private static partial void LogNoHint(ILogger logger, Exception exception);
}
