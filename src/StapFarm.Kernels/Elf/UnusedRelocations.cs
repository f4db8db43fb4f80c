using System.Buffers.Binary;

namespace StapFarm.Kernels.Elf;

/// <summary>
/// The relocations that linking a kernel has left in its vmlinux (<c>ld --emit-relocs</c>, on x86). All of them are applied;
/// they take more room than the DWARF, and nothing that reads debug information looks at them. A copy without them is the
/// same file with these sections cut out: their entries in the section table become null ones (<c>SHT_NULL</c>), so that no
/// index changes, and what follows them moves up.
/// </summary>
internal sealed class UnusedRelocations
{
    // What moves up stays aligned to as much as any table wants.
    private const long Unit = 64;
    private const uint RelType = 9;
    private const uint RelaType = 4;
    private const ulong AllocFlag = 2;

    private readonly ElfFile _file;
    private readonly HashSet<ElfSection> _unused;
    private readonly List<(long Start, long End)> _cuts;

    private UnusedRelocations(ElfFile file, HashSet<ElfSection> unused)
    {
        _file = file;
        _unused = unused;
        _cuts = [.. unused
            .Select(section => (Start: (long)section.Offset, End: (long)section.Offset + ((long)section.Size / Unit * Unit)))
            .Where(cut => cut.End > cut.Start)
            .OrderBy(cut => cut.Start)];
    }

    /// <summary>Bytes that a copy without them is shorter.</summary>
    public long Bytes => _cuts.Sum(cut => cut.End - cut.Start);

    /// <summary>
    /// Null when the file has none, or isn't linked (an object file's are needed), or is laid out so that they can't be cut
    /// out without moving what is loaded.
    /// </summary>
    public static UnusedRelocations? Find(ElfFile file)
    {
        if (file.Type is not (ElfType.Executable or ElfType.Shared))
        {
            return null;
        }

        var unused = file.Sections
            .Where(section => section.Type is RelaType or RelType && (section.Flags & AllocFlag) == 0 && section.HasContent)
            .ToHashSet<ElfSection>(ReferenceEqualityComparer.Instance);
        if (unused.Count == 0)
        {
            return null;
        }

        var found = new UnusedRelocations(file, unused);
        return found.IsApart() ? found : null;
    }

    /// <summary>Writes the file without them.</summary>
    public void CopyTo(Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 20];
        var at = 0L;
        foreach (var (start, end) in _cuts.Append((Start: _file.Source.Length, End: _file.Source.Length)))
        {
            for (int size; at < start; at += size)
            {
                cancellationToken.ThrowIfCancellationRequested();
                size = (int)Math.Min(buffer.Length, start - at);
                _file.Source.Read(at, buffer.AsSpan(0, size));
                Patch(buffer.AsSpan(0, size), at);
                output.Write(buffer, 0, size);
            }

            at = end;
        }
    }

    /// <summary>Whether everything that must stay where it is lies before the first cut, and nothing else within one.</summary>
    private bool IsApart()
    {
        var header = _file.Header;
        var first = _cuts.Count > 0 ? _cuts[0].Start : long.MaxValue;
        var kept = _file.Sections.Where(section => section.HasContent && !_unused.Contains(section)).ToList();
        return kept.Where(section => (section.Flags & AllocFlag) != 0).All(section => End(section.Offset, section.Size) <= first)
            && _file.Segments.All(segment => End(segment.Offset, segment.Size) <= first)
            && End(header.SegmentsOffset, (ulong)(header.SegmentCount * header.SegmentSize)) <= first
            && kept.Select(section => (Start: (long)section.Offset, End: End(section.Offset, section.Size)))
                .Append((Start: (long)header.SectionsOffset, End: End(header.SectionsOffset, (ulong)(_file.Sections.Count * header.SectionSize))))
                .All(part => _cuts.TrueForAll(cut => part.End <= cut.Start || part.Start >= cut.End))
            && _cuts.Zip(_cuts.Skip(1)).All(pair => pair.First.End <= pair.Second.Start);

        static long End(ulong offset, ulong size) => (long)(offset + size);
    }

    private ulong Moved(ulong offset) => offset - (ulong)_cuts.Where(cut => cut.Start < (long)offset).Sum(cut => cut.End - cut.Start);

    /// <summary>Corrects the header's and the section table's fields that lie in a piece of the file.</summary>
    private void Patch(Span<byte> piece, long start)
    {
        var header = _file.Header;
        var word = _file.Is64Bit ? 8 : 4;
        Write(piece, start, 24 + (2 * word), word, Moved(header.SectionsOffset));
        for (var i = 0; i < _file.Sections.Count; i++)
        {
            var section = _file.Sections[i];
            var entry = (long)header.SectionsOffset + ((long)i * header.SectionSize);
            if (_unused.Contains(section))
            {
                for (var j = 0; j < header.SectionSize; j++)
                {
                    Write(piece, start, entry + j, 1, 0);
                }
            }
            else if (i > 0)
            {
                Write(piece, start, entry + 8 + (2 * word), word, Moved(section.Offset));
            }
        }
    }

    // A field may lie across two pieces, so it goes byte by byte.
    private void Write(Span<byte> piece, long start, long offset, int size, ulong value)
    {
        if (offset + size <= start || offset >= start + piece.Length)
        {
            return;
        }

        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        for (var i = 0; i < size; i++)
        {
            var at = offset + i - start;
            if (at >= 0 && at < piece.Length)
            {
                piece[(int)at] = bytes[_file.IsBigEndian ? size - 1 - i : i];
            }
        }
    }
}
