namespace StapFarm.Kernels.Elf;

/// <summary>Searches the content of a section for bytes, a piece at a time.</summary>
internal static class ByteSearch
{
    private const int Piece = 128 << 10;

    // Names end in zero, so a name is found once for each longer one that ends in it: a handful.
    private const int MostHits = 256;

    /// <summary>Offsets from the section's beginning, the first <see cref="MostHits"/> of them.</summary>
    public static HashSet<uint> All(IByteSource source, ElfSection section, ReadOnlySpan<byte> needle)
    {
        var hits = new HashSet<uint>();
        var size = ElfFile.Checked(source, $"section {section.Name}", section.Offset, section.HasContent ? section.Size : 0);
        var piece = new byte[Math.Min(size, Piece + needle.Length)];
        for (long at = 0; at < size; at += Piece)
        {
            var bytes = piece.AsSpan(0, (int)Math.Min(piece.Length, size - at));
            source.Read((long)section.Offset + at, bytes);
            for (var from = 0; hits.Count < MostHits;)
            {
                var hit = bytes[from..].IndexOf(needle);
                if (hit < 0)
                {
                    break;
                }

                hits.Add((uint)(at + from + hit));
                from += hit + 1;
            }
        }

        return hits;
    }
}
