namespace StapFarm.CompileServer.StapPort.Discovery;

internal sealed partial class AnnouncedServices
{
    [LoggerMessage(1, LogLevel.Information, "stap --use-server is announced on the local network for {System}")]
    private partial void LogEstablished(string system);

    [LoggerMessage(2, LogLevel.Information, "stap --list-servers doesn't show this farm ({Why}); clients name it by --use-server=HOST:PORT. It is tried again quietly")]
    private partial void LogSilent(string why);
}
