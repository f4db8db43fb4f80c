using System.Text;

namespace StapFarm.Kernels.Elf;

/// <summary>Reads the section and segment tables. Counts and offsets come from the file, so each is checked against its length first.</summary>
internal static class ElfTables
{
    // Far above any kernel (82 sections; a module made with -ffunction-sections has thousands), and 8 MB of table.
    private const int MostEntries = 1 << 17;
    private const int MostNameBytes = 16 << 20;
    private const int LongestName = 256;
    private const int CountIsElsewhere = 0xffff;

    public static (IReadOnlyList<ElfSection> Sections, IReadOnlyList<ElfSegment> Segments) Read(IByteSource source, ElfHeader header)
    {
        var sections = Sections(source, header, out var first);
        var segmentCount = header.SegmentCount == CountIsElsewhere && first is { Info: var info } ? info : (uint)header.SegmentCount;
        return (sections, Segments(source, header, segmentCount));
    }

    private static ElfSection[] Sections(IByteSource source, ElfHeader header, out FirstSection? first)
    {
        first = null;
        if (header.SectionsOffset == 0)
        {
            return [];
        }

        var least = header.Is64Bit ? 64 : 40;
        var zero = Table(source, "section table", header.SectionsOffset, 1, header.SectionSize, least);
        var fields = new ElfFields(zero, header.Is64Bit, header.IsBigEndian);
        var one = ElfSection.Parse(fields, out _);
        first = new FirstSection(one.Size, one.Link, fields.Word(header.Is64Bit ? 44 : 28));

        var count = header.SectionCount == 0 ? first.Size : (ulong)header.SectionCount;
        var names = header.NamesIndex == CountIsElsewhere ? first.Link : (uint)header.NamesIndex;
        var table = Table(source, "section table", header.SectionsOffset, count, header.SectionSize, least);
        var sections = new ElfSection[count];
        var nameOffsets = new uint[count];
        for (var i = 0; i < sections.Length; i++)
        {
            var entry = table.AsSpan(i * header.SectionSize, header.SectionSize);
            sections[i] = ElfSection.Parse(new ElfFields(entry, header.Is64Bit, header.IsBigEndian), out nameOffsets[i]);
        }

        Name(source, sections, nameOffsets, names);
        return sections;
    }

    private static void Name(IByteSource source, ElfSection[] sections, uint[] offsets, uint index)
    {
        if (index == 0)
        {
            return;
        }

        if (index >= sections.Length)
        {
            throw new ElfFormatException(source.Name, $"its section names are said to be in section {index} of {sections.Length}");
        }

        var names = ElfFile.Content(source, sections[index], MostNameBytes);
        for (var i = 0; i < sections.Length; i++)
        {
            if (offsets[i] > names.Length)
            {
                throw new ElfFormatException(source.Name, $"the name of section {i} lies outside the table of names");
            }

            var name = names.AsSpan((int)offsets[i]);
            var end = name[..Math.Min(name.Length, LongestName)].IndexOf((byte)0);
            sections[i] = sections[i] with { Name = Encoding.Latin1.GetString(end < 0 ? name[..Math.Min(name.Length, LongestName)] : name[..end]) };
        }
    }

    private static ElfSegment[] Segments(IByteSource source, ElfHeader header, uint count)
    {
        if (header.SegmentsOffset == 0 || count == 0)
        {
            return [];
        }

        var table = Table(source, "segment table", header.SegmentsOffset, count, header.SegmentSize, header.Is64Bit ? 56 : 32);
        var segments = new ElfSegment[count];
        for (var i = 0; i < segments.Length; i++)
        {
            var entry = table.AsSpan(i * header.SegmentSize, header.SegmentSize);
            segments[i] = ElfSegment.Parse(new ElfFields(entry, header.Is64Bit, header.IsBigEndian));
        }

        return segments;
    }

    private static byte[] Table(IByteSource source, string what, ulong offset, ulong count, int entrySize, int least)
    {
        if (entrySize < least || entrySize > 4 * least)
        {
            throw new ElfFormatException(source.Name, $"an entry of its {what} has {entrySize} bytes, expected {least}");
        }

        if (count > MostEntries)
        {
            throw new ElfFormatException(source.Name, $"its {what} has {count} entries, more than {MostEntries}");
        }

        var bytes = new byte[ElfFile.Checked(source, what, offset, count * (ulong)entrySize)];
        source.Read((long)offset, bytes);
        return bytes;
    }

    /// <summary>The fields of section 0 that take over where the header's 16 bits are too few.</summary>
    private sealed record FirstSection(ulong Size, uint Link, uint Info);
}
