namespace StapFarm.Kernels.Elf;

/// <summary>What the first bytes of an ELF file say of it (elf(5), <c>Elf32_Ehdr</c> and <c>Elf64_Ehdr</c>).</summary>
/// <param name="Is64Bit">Class ELFCLASS64.</param>
/// <param name="IsBigEndian">Encoding ELFDATA2MSB.</param>
/// <param name="Type">Kind of file.</param>
/// <param name="Machine">Number of the machine, <c>e_machine</c>; see <see cref="ElfMachine"/>.</param>
internal sealed record ElfHeader(bool Is64Bit, bool IsBigEndian, ElfType Type, ushort Machine)
{
    /// <summary>Bytes of the longest header: what is read before the class is known.</summary>
    public const int LongestSize = 64;

    public const int ShortestSize = 52;

    public required ulong SegmentsOffset { get; init; }

    public required int SegmentSize { get; init; }

    /// <summary>As stored; 0xffff sends to section 0.</summary>
    public required int SegmentCount { get; init; }

    public required ulong SectionsOffset { get; init; }

    public required int SectionSize { get; init; }

    /// <summary>As stored; 0 with a section table sends to section 0.</summary>
    public required int SectionCount { get; init; }

    /// <summary>As stored; 0xffff sends to section 0.</summary>
    public required int NamesIndex { get; init; }

    public static ElfHeader Parse(string file, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ShortestSize)
        {
            throw new ElfFormatException(file, $"it has {bytes.Length} bytes, an ELF header {ShortestSize} or {LongestSize}");
        }

        if (!bytes[..4].SequenceEqual("\u007fELF"u8))
        {
            throw new ElfFormatException(file, "it doesn't begin with the ELF magic number");
        }

        var is64 = bytes[4] switch
        {
            1 => false,
            2 => true,
            var other => throw new ElfFormatException(file, $"its class is {other}, neither 32 nor 64 bit"),
        };
        var isBig = bytes[5] switch
        {
            1 => false,
            2 => true,
            var other => throw new ElfFormatException(file, $"its encoding is {other}, neither little nor big endian"),
        };
        if (bytes[6] != 1)
        {
            throw new ElfFormatException(file, $"its ELF version is {bytes[6]}, only 1 is known");
        }

        if (is64 && bytes.Length < LongestSize)
        {
            throw new ElfFormatException(file, $"it has {bytes.Length} bytes, a 64-bit ELF header {LongestSize}");
        }

        return Fields(new ElfFields(bytes, is64, isBig));
    }

    private static ElfHeader Fields(ElfFields fields)
    {
        var word = fields.Is64Bit ? 8 : 4;
        var tail = 24 + (3 * word) + 4;
        return new ElfHeader(fields.Is64Bit, fields.IsBigEndian, (ElfType)fields.Half(16), fields.Half(18))
        {
            SegmentsOffset = fields.Native(24 + word),
            SectionsOffset = fields.Native(24 + (2 * word)),
            SegmentSize = fields.Half(tail + 2),
            SegmentCount = fields.Half(tail + 4),
            SectionSize = fields.Half(tail + 6),
            SectionCount = fields.Half(tail + 8),
            NamesIndex = fields.Half(tail + 10),
        };
    }
}
