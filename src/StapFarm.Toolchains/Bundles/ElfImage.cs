using System.Buffers.Binary;
using System.Text;

namespace StapFarm.Toolchains.Bundles;

/// <summary>
/// What the dynamic loader reads of a 64-bit little-endian ELF program or library: its interpreter, the libraries it needs
/// and where it wants them searched (elf(5), ld.so(8)).
/// </summary>
internal sealed record ElfImage(int Machine, string? Interpreter, IReadOnlyList<string> Needed, IReadOnlyList<string> SearchPaths)
{
    private const int SegmentLoad = 1;
    private const int SegmentDynamic = 2;
    private const int SegmentInterpreter = 3;
    private const long TagNeeded = 1;
    private const long TagStrings = 5;
    private const long TagRpath = 15;
    private const long TagRunpath = 29;
    private const int DynamicEntry = 16;

    /// <exception cref="InvalidDataException">It isn't such a file, or it is damaged.</exception>
    public static ElfImage Read(ReadOnlySpan<byte> file)
    {
        try
        {
            return ReadUnchecked(file);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InvalidDataException("The ELF file is truncated or damaged.", exception);
        }
        catch (OverflowException exception)
        {
            throw new InvalidDataException("The ELF file is damaged.", exception);
        }
    }

    private static ElfImage ReadUnchecked(ReadOnlySpan<byte> file)
    {
        if (file.Length < 64 || !file.StartsWith("\u007fELF"u8))
        {
            throw new InvalidDataException("It isn't an ELF file.");
        }

        if (file[4] != 2 || file[5] != 1)
        {
            throw new InvalidDataException("It isn't a 64-bit little-endian ELF file.");
        }

        var machine = BinaryPrimitives.ReadUInt16LittleEndian(file[18..]);
        var segments = ReadSegments(file);
        string? interpreter = null;
        var entries = new List<(long Tag, long Value)>();
        foreach (var segment in segments)
        {
            if (segment.Type == SegmentInterpreter)
            {
                interpreter = TextAt(file, segment.Offset);
            }
            else if (segment.Type == SegmentDynamic)
            {
                entries.AddRange(ReadDynamic(file.Slice(segment.Offset, segment.Size)));
            }
        }

        var strings = entries.Where(entry => entry.Tag == TagStrings).Select(entry => OffsetOf(segments, entry.Value)).FirstOrDefault();
        var needed = new List<string>();
        var paths = new List<string>();
        foreach (var (tag, value) in entries)
        {
            if (tag == TagNeeded)
            {
                needed.Add(TextAt(file, checked(strings + (int)value)));
            }
            else if (tag is TagRpath or TagRunpath)
            {
                paths.AddRange(TextAt(file, checked(strings + (int)value)).Split(':', StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return new ElfImage(machine, interpreter, needed, paths);
    }

    private static List<Segment> ReadSegments(ReadOnlySpan<byte> file)
    {
        var table = checked((int)BinaryPrimitives.ReadInt64LittleEndian(file[32..]));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(file[54..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[56..]);
        var segments = new List<Segment>(count);
        for (var i = 0; i < count; i++)
        {
            var header = file.Slice(checked(table + (i * size)), 56);
            segments.Add(new Segment(
                BinaryPrimitives.ReadInt32LittleEndian(header),
                checked((int)BinaryPrimitives.ReadInt64LittleEndian(header[8..])),
                BinaryPrimitives.ReadInt64LittleEndian(header[16..]),
                checked((int)BinaryPrimitives.ReadInt64LittleEndian(header[32..]))));
        }

        return segments;
    }

    private static List<(long Tag, long Value)> ReadDynamic(ReadOnlySpan<byte> section)
    {
        var entries = new List<(long Tag, long Value)>();
        for (; section.Length >= DynamicEntry; section = section[DynamicEntry..])
        {
            var tag = BinaryPrimitives.ReadInt64LittleEndian(section);
            if (tag == 0)
            {
                break;
            }

            entries.Add((tag, BinaryPrimitives.ReadInt64LittleEndian(section[8..])));
        }

        return entries;
    }

    /// <summary>Dynamic entries hold addresses in memory; the loaded segments say where those are in the file.</summary>
    private static int OffsetOf(List<Segment> segments, long address)
    {
        foreach (var segment in segments)
        {
            if (segment.Type == SegmentLoad && address >= segment.Address && address - segment.Address < segment.Size)
            {
                return checked((int)(segment.Offset + (address - segment.Address)));
            }
        }

        throw new InvalidDataException("The ELF file is damaged: its string table lies in no loaded segment.");
    }

    private static string TextAt(ReadOnlySpan<byte> file, int offset)
    {
        var text = file[offset..];
        var end = text.IndexOf((byte)0);
        return end < 0 ? throw new InvalidDataException("The ELF file is truncated.") : Encoding.UTF8.GetString(text[..end]);
    }

    private readonly record struct Segment(int Type, int Offset, long Address, int Size);
}
