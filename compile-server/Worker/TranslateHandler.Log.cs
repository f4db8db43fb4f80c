using StapFarm.Model.Toolchains;

namespace StapFarm.CompileServer.Worker;

internal sealed partial class TranslateHandler
{
    [LoggerMessage(1, LogLevel.Information, "Published {Key}: {Bytes} bytes after {Seconds:F1} s")]
    private partial void LogPublished(string key, long bytes, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "That a module of pair {Pair} was built couldn't be recorded")]
    private partial void LogNotRecorded(Exception exception, PairName pair);
}
