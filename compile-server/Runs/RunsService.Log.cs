using StapFarm.Model.Principals;

namespace StapFarm.CompileServer.Runs;

internal sealed partial class RunsService
{
    [LoggerMessage(1, LogLevel.Information, "Run {Run} of {Principal} begins: {Sessions} sessions on '{Selector}'")]
    private partial void LogStarted(string run, Principal principal, int sessions, string selector);

    [LoggerMessage(2, LogLevel.Information, "Run {Run} is told to stop by {Principal}")]
    private partial void LogStopped(string run, Principal principal);
}
