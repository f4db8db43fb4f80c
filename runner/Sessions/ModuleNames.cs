using StapFarm.Runner.Target;

namespace StapFarm.Runner.Sessions;

/// <summary>Which modules' names are taken: the kernel's, and those that sessions are about to load.</summary>
internal sealed class ModuleNames(IKernelModules modules)
{
    private readonly HashSet<string> _claimed = [];
    private readonly Lock _gate = new();

    /// <summary>Claims a name for a session.</summary>
    /// <returns>Whether the name was free; if not, staprun has to rename the module.</returns>
    public bool Claim(string name)
    {
        lock (_gate)
        {
            return !modules.Loaded().Contains(name) && _claimed.Add(name);
        }
    }

    public void Release(string name)
    {
        lock (_gate)
        {
            _claimed.Remove(name);
        }
    }
}
