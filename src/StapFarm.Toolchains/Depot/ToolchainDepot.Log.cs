using Microsoft.Extensions.Logging;
using StapFarm.Model.Content;

namespace StapFarm.Toolchains.Depot;

public sealed partial class ToolchainDepot
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Toolchain {Name} {Digest} (stap {StapVersion}, {Size} bytes packed) is in the farm")]
    private static partial void LogAdded(ILogger logger, string name, Digest digest, string stapVersion, long size);

    [LoggerMessage(Level = LogLevel.Information, Message = "The root of {Name} with {Packages} packages was made and packed in {Elapsed}")]
    private static partial void LogMade(ILogger logger, string name, int packages, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Toolchain {Digest} removed")]
    private static partial void LogRemoved(ILogger logger, Digest digest);

    [LoggerMessage(Level = LogLevel.Error, Message = "The record of toolchain {Digest} can't be read and is left out: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string digest, string reason);
}
