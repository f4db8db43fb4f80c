using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Worker;

internal sealed partial class WorkDispatcher
{
    [LoggerMessage(1, LogLevel.Information, "Begins: {Work}")]
    private partial void LogBegins(string work);

    [LoggerMessage(2, LogLevel.Information, "Done: {Work}")]
    private partial void LogDone(string work);

    [LoggerMessage(3, LogLevel.Information, "Failed: {Work} ({Code}): {Message}")]
    private partial void LogFailed(string work, FailureCode code, string message);

    [LoggerMessage(4, LogLevel.Information, "Called off: {Work}")]
    private partial void LogCancelled(string work);

    [LoggerMessage(5, LogLevel.Error, "Failed unexpectedly: {Work} ({Id})")]
    private partial void LogUnexpected(Exception exception, string work, string id);
}
