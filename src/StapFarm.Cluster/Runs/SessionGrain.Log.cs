using Microsoft.Extensions.Logging;

namespace StapFarm.Cluster.Runs;

internal sealed partial class SessionGrain
{
    [LoggerMessage(EventId = 4501, Level = LogLevel.Warning, Message = "Session {Session} couldn't be started.")]
    private partial void LogNotLaunched(Exception exception, string session);

    [LoggerMessage(EventId = 4502, Level = LogLevel.Warning, Message = "What session {Session} showed of its pair couldn't be recorded.")]
    private partial void LogNotRecorded(Exception exception, string session);
}
