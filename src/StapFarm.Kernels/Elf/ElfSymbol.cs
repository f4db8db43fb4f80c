namespace StapFarm.Kernels.Elf;

/// <summary>A symbol that the file defines.</summary>
/// <param name="Value">Address; in a relocatable file the offset in its section.</param>
/// <param name="Size">Bytes, 0 if not said.</param>
/// <param name="SectionIndex">Index of its section.</param>
public sealed record ElfSymbol(ulong Value, ulong Size, int SectionIndex)
{
    /// <summary>Finds a symbol by name, or null if the file doesn't define it or has no symbol table.</summary>
    /// <remarks>
    /// A vmlinux has some 120,000 symbols. Its names are searched first, as bytes, and only then the table for an entry
    /// that points there: a few milliseconds, and no memory that grows with the table.
    /// </remarks>
    /// <exception cref="ElfFormatException">The symbol table can't be read.</exception>
    public static ElfSymbol? Find(ElfFile file, ReadOnlySpan<byte> name)
    {
        var table = file.Sections.FirstOrDefault(section => section.Type == ElfSection.SymbolTableType && section.HasContent);
        if (table is null)
        {
            return null;
        }

        if (table.Link >= (uint)file.Sections.Count || file.Sections[(int)table.Link].Type != ElfSection.StringTableType)
        {
            throw new ElfFormatException(file.Source.Name, $"its symbol table has no names: section {table.Link} is no string table");
        }

        var needle = new byte[name.Length + 1];
        name.CopyTo(needle);
        var offsets = ByteSearch.All(file.Source, file.Sections[(int)table.Link], needle);
        return offsets.Count == 0 ? null : Entry(file, table, offsets);
    }

    /// <summary>The first byte of the symbol in the file, or null if its section has no bytes there.</summary>
    public long? FileOffset(ElfFile file)
    {
        var section = SectionIndex < file.Sections.Count ? file.Sections[SectionIndex] : null;
        if (section is not { HasContent: true })
        {
            return null;
        }

        ElfFile.Checked(file.Source, $"section {section.Name}", section.Offset, section.Size);
        var inside = file.Type == ElfType.Relocatable ? Value : Value - section.Address;
        return inside < section.Size ? (long)(section.Offset + inside) : null;
    }

    private static ElfSymbol? Entry(ElfFile file, ElfSection table, HashSet<uint> names)
    {
        const int Undefined = 0;
        var entrySize = file.Is64Bit ? 24 : 16;
        var size = ElfFile.Checked(file.Source, "symbol table", table.Offset, table.Size);
        var chunk = new byte[entrySize * 4096];
        for (long at = 0; at + entrySize <= size; at += chunk.Length)
        {
            var bytes = chunk.AsSpan(0, (int)Math.Min(chunk.Length, (size - at) / entrySize * entrySize));
            file.Source.Read((long)table.Offset + at, bytes);
            for (var i = 0; i < bytes.Length; i += entrySize)
            {
                var fields = file.Fields(bytes[i..]);
                if (!names.Contains(fields.Word(0)))
                {
                    continue;
                }

                var section = fields.Half(file.Is64Bit ? 6 : 14);
                if (section != Undefined)
                {
                    return new ElfSymbol(fields.Native(file.Is64Bit ? 8 : 4), fields.Native(file.Is64Bit ? 16 : 8), section);
                }
            }
        }

        return null;
    }
}
