namespace StapFarm.CompileServer.Leasing;

internal sealed partial class WorkerConnection
{
    [LoggerMessage(1, LogLevel.Information, "Worker {Worker} has connected: {Slots} slots, release {Version}")]
    private partial void LogConnected(string worker, int slots, string version);

    [LoggerMessage(2, LogLevel.Information, "Worker {Worker} is gone; {Leases} of its leases go back to the queue")]
    private partial void LogGone(string worker, int leases);

    [LoggerMessage(3, LogLevel.Information, "Lease {Lease} ({Description}, attempt {Attempt}) given to worker {Worker}")]
    private partial void LogLeased(string lease, string description, int attempt, string worker);

    [LoggerMessage(4, LogLevel.Information, "Lease {Lease} completed by worker {Worker}: {Result}")]
    private partial void LogCompleted(string lease, string worker, string result);

    [LoggerMessage(5, LogLevel.Information, "Lease {Lease} of worker {Worker} has ended: revoked")]
    private partial void LogRevoked(string lease, string worker);

    [LoggerMessage(6, LogLevel.Warning, "Worker {Worker} can't be given work; its stream is ended")]
    private partial void LogLeasingFailed(Exception exception, string worker);
}
