using Microsoft.Extensions.Logging;

namespace StapFarm.Storage.Collection;

public sealed partial class StoreKeeper
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Budget} is too small for what is in use or kept on purpose, by {Excess} bytes: raise it, or remove toolchains or kernels that aren't needed")]
    private static partial void LogExcess(ILogger logger, string budget, long excess);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stores couldn't be looked after; it is tried again in {Interval}")]
    private static partial void LogFailed(ILogger logger, Exception exception, TimeSpan interval);
}
