namespace StapFarm.CompileServer.Worker;

internal sealed partial class LeaseStream
{
    [LoggerMessage(1, LogLevel.Information, "The farm gives work; a lease lasts {LeaseMs} ms")]
    private partial void LogWelcome(long leaseMs);

    [LoggerMessage(2, LogLevel.Information, "Lease {Lease} was revoked")]
    private partial void LogRevoked(string lease);
}
