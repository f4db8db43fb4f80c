namespace StapFarm.Lab.Machines;

/// <summary>What machine.json says of a detached machine.</summary>
/// <param name="Version">Of this format.</param>
/// <param name="Number">By which people name it.</param>
/// <param name="Kernel">Its release.</param>
/// <param name="ProcessId">QEMU's.</param>
/// <param name="ExecChannels">How many there are.</param>
public sealed record MachineDescription(int Version, int Number, string Name, string Kernel, int ProcessId, int ExecChannels)
{
    public const int CurrentVersion = 1;
}
