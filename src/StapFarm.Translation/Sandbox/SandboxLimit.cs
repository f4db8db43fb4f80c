namespace StapFarm.Translation.Sandbox;

/// <summary>The limits of a build; each is a setting of the same name in <see cref="SandboxOptions"/>.</summary>
public enum SandboxLimit
{
    CpuTime,
    WallTime,
    MemoryBytes,
    Processes,
    FileBytes,
    ScratchBytes,
}
