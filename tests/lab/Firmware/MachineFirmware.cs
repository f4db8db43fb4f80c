namespace StapFarm.Lab.Firmware;

/// <summary>
/// UEFI (OVMF) in place of the PC's BIOS, with variables that it has from the first boot on. Secure Boot itself is off; with
/// <c>module.sig_enforce=1</c> the kernel checks its modules as if it weren't.
/// </summary>
public sealed record MachineFirmware(params IReadOnlyList<FirmwareVariable> Variables)
{
    private const string Folder = "/usr/share/OVMF";

    /// <summary>The firmware's program.</summary>
    public static string Code { get; } = Path.Combine(Folder, "OVMF_CODE_4M.fd");

    /// <summary>Writes the flash memory of a new machine.</summary>
    /// <exception cref="LabException">The firmware isn't installed.</exception>
    public async Task WriteVariablesAsync(string file, CancellationToken cancellationToken)
    {
        var empty = Path.Combine(Folder, "OVMF_VARS_4M.fd");
        if (!File.Exists(empty) || !File.Exists(Code))
        {
            throw new LabException($"{Folder} has no firmware. Install it: apt-get install ovmf.");
        }

        await File.WriteAllBytesAsync(file, VariableStore.With(await File.ReadAllBytesAsync(empty, cancellationToken), Variables), cancellationToken);
    }
}
