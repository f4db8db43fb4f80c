namespace StapFarm.Kernels.Elf;

/// <summary>A file isn't the ELF file that it should be: another format, truncated, or with fields that contradict each other.</summary>
public sealed class ElfFormatException(string file, string problem)
    : Exception($"{file} can't be read as ELF: {problem}")
{
    /// <summary>The file as it was named when opened.</summary>
    public string File { get; } = file;

    /// <summary>What is wrong with it, without the name of the file.</summary>
    public string Problem { get; } = problem;
}
