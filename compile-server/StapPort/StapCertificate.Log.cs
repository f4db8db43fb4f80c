namespace StapFarm.CompileServer.StapPort;

internal sealed partial class StapCertificate
{
    [LoggerMessage(1, LogLevel.Information, "stap --use-server is shown another certificate from now on; its SHA-256 is {Fingerprint}")]
    private partial void LogReplaced(string fingerprint);

    [LoggerMessage(2, LogLevel.Warning, "The certificates for stap --use-server can't be read again; the one in use stays")]
    private partial void LogUnreadable(Exception exception);
}
