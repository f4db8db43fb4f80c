namespace StapFarm.CompileServer.ChildWorker;

internal sealed partial class ChildSupervisor
{
    [LoggerMessage(1, LogLevel.Information, "The worker is process {Process}")]
    private partial void LogStarted(int process);

    [LoggerMessage(2, LogLevel.Error, "The worker, process {Process}, died with exit code {ExitCode}")]
    private partial void LogDied(int process, int exitCode);

    [LoggerMessage(3, LogLevel.Warning, "{Why} Starting another in {Seconds:F1} s")]
    private partial void LogAgain(string why, double seconds);

    [LoggerMessage(4, LogLevel.Information, "The worker, process {Process}, has ended with exit code {ExitCode}")]
    private partial void LogEnded(int process, int exitCode);

    [LoggerMessage(5, LogLevel.Warning, "The worker, process {Process}, doesn't end: killed")]
    private partial void LogKilled(int process);

    [LoggerMessage(6, LogLevel.Critical, "The worker can't be kept")]
    private partial void LogGivenUp(Exception exception);
}
