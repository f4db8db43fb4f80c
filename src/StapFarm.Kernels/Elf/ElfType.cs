namespace StapFarm.Kernels.Elf;

/// <summary>Kind of an ELF file, field <c>e_type</c> (elf(5)).</summary>
public enum ElfType
{
    None = 0,

    /// <summary>Relocatable: an object file, a kernel module.</summary>
    Relocatable = 1,

    /// <summary>Executable: a vmlinux.</summary>
    Executable = 2,

    /// <summary>Shared object; an arm64 vmlinux made with CONFIG_RELOCATABLE is one too.</summary>
    Shared = 3,

    Core = 4,
}
