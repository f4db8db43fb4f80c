using Microsoft.Extensions.Logging;
using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Pairs;

public sealed partial class PairRegistry
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Pair {Pair} was {Before} and is {After}: {Where}: {Detail}")]
    private static partial void LogStateChanged(ILogger logger, PairName pair, PairState before, PairState after, string where, string detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "Toolchain {Toolchain} is the default of kernel tree {Tree}: {Reason}")]
    private static partial void LogPromoted(ILogger logger, Digest toolchain, Digest tree, string reason);
}
