using Microsoft.Extensions.Logging;

namespace StapFarm.Cluster.Scheduling.Attempts;

internal sealed partial class AttemptBook
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "The attempts of {Work} couldn't be cleared.")]
    private partial void LogNotCleared(Exception exception, string work);
}
