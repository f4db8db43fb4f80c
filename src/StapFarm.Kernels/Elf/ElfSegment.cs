namespace StapFarm.Kernels.Elf;

/// <summary>One entry of the program header table (elf(5), <c>Elf64_Phdr</c>).</summary>
/// <param name="Type">Number of the kind, <c>p_type</c>.</param>
/// <param name="Offset">First byte in the file.</param>
/// <param name="Size">Bytes in the file.</param>
/// <param name="Align">Alignment, which for notes says how their parts are padded.</param>
public sealed record ElfSegment(uint Type, ulong Offset, ulong Size, ulong Align)
{
    internal const uint NoteType = 4;

    internal static ElfSegment Parse(ElfFields fields) => fields.Is64Bit
        ? new ElfSegment(fields.Word(0), fields.Long(8), fields.Long(32), fields.Long(48))
        : new ElfSegment(fields.Word(0), fields.Word(4), fields.Word(16), fields.Word(28));
}
