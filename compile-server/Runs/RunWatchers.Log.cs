namespace StapFarm.CompileServer.Runs;

internal sealed partial class RunWatchers
{
    [LoggerMessage(1, LogLevel.Information, "Run {Run} has had no watcher for {Seconds} s: it is stopped")]
    private partial void LogUnwatched(string run, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "Run {Run}, which nobody watches, couldn't be stopped")]
    private partial void LogNotStopped(Exception exception, string run);
}
