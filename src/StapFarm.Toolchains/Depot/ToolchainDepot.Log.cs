using Microsoft.Extensions.Logging;
using StapFarm.Model.Content;

namespace StapFarm.Toolchains.Depot;

public sealed partial class ToolchainDepot
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Toolchain {Name} {Digest} (stap {StapVersion}, {Packages} packages, {Size} bytes packed) added in {Elapsed}")]
    private static partial void LogAdded(ILogger logger, string name, Digest digest, string stapVersion, int packages, long size, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Toolchain {Digest} removed")]
    private static partial void LogRemoved(ILogger logger, Digest digest);

    [LoggerMessage(Level = LogLevel.Error, Message = "The record of toolchain {Digest} can't be read and is left out: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string digest, string reason);
}
