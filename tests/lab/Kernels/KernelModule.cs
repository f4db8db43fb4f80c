namespace StapFarm.Lab.Kernels;

/// <summary>One loadable module of a kernel, uncompressed, with what it says of itself.</summary>
/// <param name="Name">With underscores, as the kernel knows it.</param>
/// <param name="File">Its path below the modules folder, ending in .ko.</param>
/// <param name="Content">The ELF file.</param>
/// <param name="Depends">Names of the modules that must be loaded before it.</param>
/// <param name="Aliases">Patterns under which the kernel asks for it.</param>
public sealed record KernelModule(
    string Name,
    string File,
    ReadOnlyMemory<byte> Content,
    IReadOnlyList<string> Depends,
    IReadOnlyList<string> Aliases);
