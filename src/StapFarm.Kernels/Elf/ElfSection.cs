namespace StapFarm.Kernels.Elf;

/// <summary>One entry of the section table (elf(5), <c>Elf64_Shdr</c>).</summary>
/// <param name="Name">Name, each byte as one character; empty when the file has no table of names.</param>
/// <param name="Type">Number of the kind, <c>sh_type</c>.</param>
/// <param name="Flags">Flags, <c>sh_flags</c>.</param>
/// <param name="Address">Address in memory; 0 in relocatable files.</param>
/// <param name="Offset">First byte in the file.</param>
/// <param name="Size">Bytes; a section without content (<see cref="HasContent"/>) takes none in the file.</param>
/// <param name="Link">Index of the section this one belongs to: the string table of a symbol table.</param>
/// <param name="EntrySize">Bytes of an entry, when the content is a table.</param>
public sealed record ElfSection(
    string Name, uint Type, ulong Flags, ulong Address, ulong Offset, ulong Size, uint Link, ulong EntrySize)
{
    internal const uint SymbolTableType = 2;
    internal const uint StringTableType = 3;
    internal const uint NoteType = 7;
    private const uint NullType = 0;
    private const uint NoBitsType = 8;

    /// <summary>Whether the section has bytes in the file: .bss has none, nor do the code sections of a separate debug file.</summary>
    public bool HasContent => Type is not (NullType or NoBitsType) && Size > 0;

    internal static ElfSection Parse(ElfFields fields, out uint nameOffset)
    {
        nameOffset = fields.Word(0);
        return fields.Is64Bit
            ? new ElfSection("", fields.Word(4), fields.Long(8), fields.Long(16), fields.Long(24), fields.Long(32), fields.Word(40), fields.Long(56))
            : new ElfSection("", fields.Word(4), fields.Word(8), fields.Word(12), fields.Word(16), fields.Word(20), fields.Word(24), fields.Word(36));
    }
}
