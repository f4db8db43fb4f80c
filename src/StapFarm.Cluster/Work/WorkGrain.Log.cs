using Microsoft.Extensions.Logging;

namespace StapFarm.Cluster.Work;

internal sealed partial class WorkGrain
{
    [LoggerMessage(EventId = 4301, Level = LogLevel.Warning, Message = "{Work} couldn't be queued.")]
    private partial void LogNotQueued(Exception exception, string work);
}
