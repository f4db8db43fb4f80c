using Microsoft.Extensions.Logging;
using StapFarm.Model.Runs;

namespace StapFarm.Runner.Sessions;

internal sealed partial class StaprunSupervisor
{
    [LoggerMessage(LogLevel.Information, "Session {Session}: the probes of {Module} are live (process {Pid}).")]
    private partial void LogRunning(string session, string module, int pid);

    [LoggerMessage(LogLevel.Warning, "Session {Session}: {Module} failed to initialise ({Code}).")]
    private partial void LogFailed(string session, string module, string code);

    [LoggerMessage(LogLevel.Information, "Session {Session} is told to end ({Reason}).")]
    private partial void LogStopping(string session, SessionEndReason reason);

    [LoggerMessage(LogLevel.Warning, "Session {Session} is ended by force.")]
    private partial void LogForcing(string session);
}
