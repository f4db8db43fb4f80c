using Microsoft.Extensions.Logging;

namespace StapFarm.Runner.Journal;

internal sealed partial class Recovery
{
    [LoggerMessage(LogLevel.Warning, "The journal of session {Session} can't be used: {Reason}")]
    private partial void LogUnreadable(string session, string reason);

    [LoggerMessage(LogLevel.Warning, "Session {Session} was left by a runner before this one; {Module} is out of the kernel.")]
    private partial void LogCleaned(string session, string module);

    [LoggerMessage(LogLevel.Information, "Process {Pid} was left by a runner before this one; it is told to end.")]
    private partial void LogInterrupting(int pid);
}
