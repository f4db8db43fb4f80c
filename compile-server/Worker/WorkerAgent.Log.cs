namespace StapFarm.CompileServer.Worker;

internal sealed partial class WorkerAgent
{
    [LoggerMessage(1, LogLevel.Information, "Connecting to {Farm}")]
    private partial void LogConnecting(string farm);

    [LoggerMessage(2, LogLevel.Warning, "The stream to the farm was lost: {Why}")]
    private partial void LogLost(string why);

    [LoggerMessage(3, LogLevel.Warning, "No stream to the farm: {Why} Again in {Seconds:F1} s")]
    private partial void LogAgain(string why, double seconds);

    [LoggerMessage(4, LogLevel.Information, "Takes no more work; finishes what it has")]
    private partial void LogDraining();

    [LoggerMessage(5, LogLevel.Critical, "The worker can't go on")]
    private partial void LogEnded(Exception exception);
}
