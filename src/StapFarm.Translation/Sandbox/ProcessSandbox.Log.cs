using Microsoft.Extensions.Logging;

namespace StapFarm.Translation.Sandbox;

internal sealed partial class ProcessSandbox
{
    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Warning,
        Message = "Builds run WITHOUT a sandbox (Farm:Sandbox:Mode=None): a script's author can see and signal processes of the slot's user, use the network and the machine's IPC, and read /proc. Only the root directory, the user and the limits are another's.")]
    private static partial void LogUnprotected(ILogger logger);

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Warning,
        Message = "The worker isn't root, so every build runs as the worker's own user inside its sandbox instead of one user per slot.")]
    private static partial void LogSharedUser(ILogger logger);
}
