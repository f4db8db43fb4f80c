namespace StapFarm.CompileServer.StapPort;

internal sealed partial class StapConnections
{
    [LoggerMessage(1, LogLevel.Debug, "A connection for stap --use-server ended early")]
    private partial void LogEnded(Exception exception);

    [LoggerMessage(2, LogLevel.Error, "A connection for stap --use-server failed")]
    private partial void LogFailed(Exception exception);
}
