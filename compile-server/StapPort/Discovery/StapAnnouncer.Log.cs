namespace StapFarm.CompileServer.StapPort.Discovery;

internal sealed partial class StapAnnouncer
{
    [LoggerMessage(1, LogLevel.Warning, "What is to be announced on the local network can't be read; it is tried again")]
    private partial void LogFailed(Exception exception);
}
