using Microsoft.Extensions.Logging;
using StapFarm.Model.Content;
using StapFarm.Model.Kernels;

namespace StapFarm.Kernels.Depot;

public sealed partial class KernelDepot
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Added {Kernel} as tree {Digest}, {Bytes} bytes, from {Source}")]
    private static partial void LogAdded(ILogger logger, KernelIdentity kernel, Digest digest, long bytes, string source);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed tree {Digest}; it was known: {WasKnown}, held here: {WasHeld}")]
    private static partial void LogRemoved(ILogger logger, Digest digest, bool wasKnown, bool wasHeld);

    [LoggerMessage(Level = LogLevel.Error, Message = "The document of tree {Digest} can't be read and is left out (stapfarm doctor): {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string digest, string reason);
}
