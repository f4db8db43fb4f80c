using Microsoft.Extensions.Logging;
using StapFarm.Runner.Target;

namespace StapFarm.Runner.Sessions;

/// <summary>Sees to it that a module is out of the kernel, whatever its staprun did or didn't.</summary>
internal sealed partial class ModuleRemover(IKernelModules modules, TimeProvider time, ILogger<ModuleRemover> logger)
{
    /// <summary>A dying stapio may hold the module for a moment.</summary>
    public const int Tries = 20;

    public static TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(250);

    /// <returns>Null when it is gone, else the kernel's reason.</returns>
    public async Task<string?> RemoveAsync(string name)
    {
        for (var left = Tries; ; left--)
        {
            if (!modules.Loaded().Contains(name))
            {
                return null;
            }

            if (modules.Remove(name) is not { } reason)
            {
                LogRemoved(name);
                return null;
            }

            if (left == 0)
            {
                LogStays(name, reason);
                return reason;
            }

            await Task.Delay(Pause, time);
        }
    }
}
