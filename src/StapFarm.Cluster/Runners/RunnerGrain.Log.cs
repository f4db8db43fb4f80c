using Microsoft.Extensions.Logging;

namespace StapFarm.Cluster.Runners;

internal sealed partial class RunnerGrain
{
    [LoggerMessage(EventId = 4401, Level = LogLevel.Information, Message = "Runner {Runner} ({Name}, incarnation {Incarnation}) has connected with {Sessions} sessions.")]
    private partial void LogConnected(string runner, string name, string incarnation, int sessions);

    [LoggerMessage(EventId = 4402, Level = LogLevel.Information, Message = "The connection of runner {Runner} has ended.")]
    private partial void LogDisconnected(string runner);

    [LoggerMessage(EventId = 4403, Level = LogLevel.Warning, Message = "Session {Session} on runner {Runner} is lost: {Reason}")]
    private partial void LogSessionLost(string session, string runner, string reason);

    [LoggerMessage(EventId = 4404, Level = LogLevel.Information, Message = "Session {Session} is over, but runner {Runner} may hold it: it is told to stop it.")]
    private partial void LogStray(string session, string runner);
}
