namespace StapFarm.Kernels.Elf;

/// <summary>The kernel's names of machines, as <c>uname -m</c> prints them, for ELF's numbers (elf(5), <c>e_machine</c>).</summary>
public static class ElfMachine
{
    /// <summary>The name, or <c>elf-machine-N</c> of one that has none here: a kernel of it can be told apart, if not used.</summary>
    public static string Name(ElfFile file) => file.Machine switch
    {
        3 => "i686",
        8 => (file.Is64Bit, file.IsBigEndian) switch
        {
            (true, _) => "mips64",
            _ => "mips",
        },
        20 => "ppc",
        21 => file.IsBigEndian ? "ppc64" : "ppc64le",
        22 => "s390x",
        40 => "armv7l",
        62 => "x86_64",
        183 => file.IsBigEndian ? "aarch64_be" : "aarch64",
        243 => file.Is64Bit ? "riscv64" : "riscv32",
        258 => file.Is64Bit ? "loongarch64" : "loongarch32",
        var other => $"elf-machine-{other}",
    };
}
