using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Calls;

internal sealed partial class CallInterceptor
{
    [LoggerMessage(1, LogLevel.Debug, "{Method}: the caller went away")]
    private partial void LogCallerGone(string method);

    [LoggerMessage(2, LogLevel.Information, "{Method} refused ({Code}): {Message}")]
    private partial void LogRefused(string method, FailureCode code, string message);

    [LoggerMessage(3, LogLevel.Warning, "{Method} can't be answered now ({Id})")]
    private partial void LogUnavailable(Exception exception, string method, string id);

    [LoggerMessage(4, LogLevel.Error, "{Method} failed unexpectedly ({Id})")]
    private partial void LogUnexpected(Exception exception, string method, string id);
}
