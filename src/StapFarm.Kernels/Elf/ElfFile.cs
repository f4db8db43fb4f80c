namespace StapFarm.Kernels.Elf;

/// <summary>
/// An ELF file, of which only the header and the tables are read on opening (elf(5), System V ABI chapters 4 and 5).
/// Either class and either encoding. Nothing the file says is believed before it is checked against the file's length,
/// and what is kept in memory has a bound.
/// </summary>
public sealed class ElfFile : IDisposable
{
    private ElfFile(IByteSource source)
    {
        Source = source;
        Span<byte> bytes = stackalloc byte[ElfHeader.LongestSize];
        bytes = bytes[..(int)Math.Min(bytes.Length, source.Length)];
        source.Read(0, bytes);
        Header = ElfHeader.Parse(source.Name, bytes);
        (Sections, Segments) = ElfTables.Read(source, Header);
    }

    public bool Is64Bit => Header.Is64Bit;

    public bool IsBigEndian => Header.IsBigEndian;

    public ElfType Type => Header.Type;

    /// <summary>Number of the machine, <c>e_machine</c>; <see cref="ElfMachine"/> has the kernel's names.</summary>
    public int Machine => Header.Machine;

    public IReadOnlyList<ElfSection> Sections { get; }

    public IReadOnlyList<ElfSegment> Segments { get; }

    internal ElfHeader Header { get; }

    internal IByteSource Source { get; }

    /// <summary>Whether the file says that it is one.</summary>
    public static bool IsOne(string path)
    {
        using var source = FileByteSource.Open(path);
        Span<byte> magic = stackalloc byte[4];
        if (source.Length < magic.Length)
        {
            return false;
        }

        source.Read(0, magic);
        return magic.SequenceEqual("\u007fELF"u8);
    }

    /// <exception cref="ElfFormatException">It isn't an ELF file, or its tables lie outside it.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static ElfFile Open(string path) => Open(FileByteSource.Open(path));

    /// <summary>Opens what <paramref name="source"/> holds, and owns it from then on, also when this throws.</summary>
    /// <exception cref="ElfFormatException">It isn't an ELF file, or its tables lie outside it.</exception>
    public static ElfFile Open(IByteSource source)
    {
        try
        {
            return new ElfFile(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The first section of that name, or null.</summary>
    public ElfSection? Section(string name) => Sections.FirstOrDefault(section => section.Name == name);

    /// <summary>Whether there is DWARF: a .debug_info with content, compressed or not. BTF alone isn't debuginfo to stap.</summary>
    public bool HasDwarf => Sections.Any(section => section.Name is ".debug_info" or ".zdebug_info" && section.HasContent);

    /// <summary>Whether there is BTF, the kernel's compact type information.</summary>
    public bool HasBtf => Section(".BTF") is { HasContent: true };

    /// <summary>The content of a section.</summary>
    /// <param name="section">One of <see cref="Sections"/>.</param>
    /// <param name="most">The number of bytes above which the file is refused.</param>
    /// <exception cref="ElfFormatException">The section lies outside the file, or is larger than <paramref name="most"/>.</exception>
    public byte[] Read(ElfSection section, int most) => Content(Source, section, most);

    /// <summary>Checks that every section and segment lies inside the file: a truncated one doesn't pass.</summary>
    /// <exception cref="ElfFormatException">Something lies outside, with its name.</exception>
    public void CheckWhole()
    {
        foreach (var section in Sections)
        {
            if (section.HasContent)
            {
                Checked(Source, $"section {section.Name}", section.Offset, section.Size);
            }
        }

        foreach (var segment in Segments)
        {
            Checked(Source, $"segment of type {segment.Type}", segment.Offset, segment.Size);
        }
    }

    public void Dispose() => Source.Dispose();

    internal static byte[] Content(IByteSource source, ElfSection section, int most)
    {
        if (!section.HasContent)
        {
            return [];
        }

        var size = Checked(source, $"section {section.Name}", section.Offset, section.Size);
        if (size > most)
        {
            throw new ElfFormatException(source.Name, $"section {section.Name} has {size} bytes, more than the {most} that are expected at most");
        }

        var bytes = new byte[size];
        source.Read((long)section.Offset, bytes);
        return bytes;
    }

    /// <summary>The size as a number that may be used, once the range is known to lie inside the file.</summary>
    internal static long Checked(IByteSource source, string what, ulong offset, ulong size)
    {
        var length = (ulong)source.Length;
        if (offset > length || size > length - offset)
        {
            throw new ElfFormatException(source.Name, $"its {what} ({size} bytes at {offset}) lies outside its {length} bytes: truncated, or damaged");
        }

        return (long)size;
    }

    internal ElfFields Fields(ReadOnlySpan<byte> bytes) => new(bytes, Is64Bit, IsBigEndian);
}
