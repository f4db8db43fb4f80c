using Microsoft.Extensions.Logging;
using StapFarm.Model.Runs;

namespace StapFarm.Runner.Sessions;

internal sealed partial class Session
{
    [LoggerMessage(LogLevel.Information, "Session {Session}: staprun of {Module} is process {Pid}.")]
    private partial void LogStarted(string session, string module, int pid);

    [LoggerMessage(LogLevel.Warning, "Session {Session} is refused: {Reason}")]
    private partial void LogRefused(string session, string reason);

    [LoggerMessage(LogLevel.Error, "Session {Session} couldn't be started.")]
    private partial void LogBroken(string session, Exception exception);

    [LoggerMessage(LogLevel.Information, "Session {Session} has ended: {Reason}, exit code {ExitCode}.")]
    private partial void LogEnded(string session, SessionEndReason reason, int? exitCode);

    [LoggerMessage(LogLevel.Warning, "The folder {Folder} can't be removed: {Reason}")]
    private partial void LogFolderStays(string folder, string reason);
}
