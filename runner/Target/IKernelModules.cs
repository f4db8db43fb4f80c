namespace StapFarm.Runner.Target;

/// <summary>The modules of the running kernel.</summary>
internal interface IKernelModules
{
    IReadOnlyList<string> Loaded();

    /// <summary>Unloads a module without waiting for its users.</summary>
    /// <returns>Null when it is gone, else the kernel's reason.</returns>
    string? Remove(string name);
}
