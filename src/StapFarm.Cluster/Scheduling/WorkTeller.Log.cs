using Microsoft.Extensions.Logging;

namespace StapFarm.Cluster.Scheduling;

internal sealed partial class WorkTeller
{
    [LoggerMessage(EventId = 4201, Level = LogLevel.Warning, Message = "The watchers of {Work} couldn't be told of a change.")]
    private partial void LogNotTold(Exception exception, string work);
}
