using System.Buffers.Binary;
using System.Text;

namespace StapFarm.Kernels.Rpm;

/// <summary>
/// One of the two headers of an RPM package (rpm's docs/manual/format_header.md): magic, number of entries, bytes of the
/// store, entries of 16 bytes (tag, type, offset, count), store. All big endian. Nothing it says is believed before it is
/// checked against its own length.
/// </summary>
internal sealed class RpmHeader
{
    private const int IntroSize = 16;
    private const int EntrySize = 16;
    private const uint Int16Type = 3;
    private const uint Int32Type = 4;
    private const uint Int64Type = 5;
    private const uint StringType = 6;
    private const uint StringArrayType = 8;
    private const uint I18nStringType = 9;

    // A kernel-devel of 20,000 files has 3 MB.
    private const int MostEntries = 1 << 16;
    private const int MostStoreBytes = 128 << 20;

    private readonly Dictionary<int, (uint Type, int Offset, int Count)> _entries;
    private readonly byte[] _bytes;
    private readonly int _store;

    private RpmHeader(byte[] bytes, int store, Dictionary<int, (uint Type, int Offset, int Count)> entries)
    {
        _bytes = bytes;
        _store = store;
        _entries = entries;
    }

    /// <summary>All of it, from its magic to the end of its store.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <exception cref="RpmFormatException">It is none, or contradicts itself.</exception>
    /// <exception cref="EndOfStreamException">It isn't there whole.</exception>
    public static async Task<RpmHeader> ReadAsync(Stream stream, string which, CancellationToken cancellationToken)
    {
        var intro = new byte[IntroSize];
        await stream.ReadExactlyAsync(intro, cancellationToken);
        if (!intro.AsSpan(0, 4).SequenceEqual((ReadOnlySpan<byte>)[0x8e, 0xad, 0xe8, 0x01]))
        {
            throw new RpmFormatException($"its {which} doesn't begin as one of version 1 does");
        }

        var count = BinaryPrimitives.ReadUInt32BigEndian(intro.AsSpan(8));
        var storeSize = BinaryPrimitives.ReadUInt32BigEndian(intro.AsSpan(12));
        if (count is 0 or > MostEntries || storeSize > MostStoreBytes)
        {
            throw new RpmFormatException($"its {which} speaks of {count} entries and {storeSize} bytes");
        }

        var bytes = new byte[IntroSize + (EntrySize * (int)count) + (int)storeSize];
        intro.CopyTo(bytes, 0);
        await stream.ReadExactlyAsync(bytes.AsMemory(IntroSize), cancellationToken);
        return Parse(bytes, (int)count, (int)storeSize, which);
    }

    public string? Text(RpmTag tag) => Texts(tag) is [var first, ..] ? first : null;

    /// <summary>The strings of a tag; none when it isn't there.</summary>
    public IReadOnlyList<string> Texts(RpmTag tag)
    {
        if (!_entries.TryGetValue((int)tag, out var entry))
        {
            return [];
        }

        if (entry.Type is not (StringType or StringArrayType or I18nStringType))
        {
            throw new RpmFormatException($"its tag {tag} is of type {entry.Type}, no text");
        }

        var texts = new string[entry.Count];
        var rest = _bytes.AsSpan(_store + entry.Offset);
        for (var i = 0; i < texts.Length; i++)
        {
            var end = rest.IndexOf((byte)0);
            if (end < 0)
            {
                throw new RpmFormatException($"its tag {tag} has a text without an end");
            }

            texts[i] = Encoding.UTF8.GetString(rest[..end]);
            rest = rest[(end + 1)..];
        }

        return texts;
    }

    /// <summary>The numbers of a tag; none when it isn't there.</summary>
    public IReadOnlyList<long> Numbers(RpmTag tag)
    {
        if (!_entries.TryGetValue((int)tag, out var entry))
        {
            return [];
        }

        var size = entry.Type switch { Int16Type => 2, Int32Type => 4, Int64Type => 8, _ => throw new RpmFormatException($"its tag {tag} is of type {entry.Type}, no number") };
        var values = Slice(tag, entry.Offset, (long)size * entry.Count);
        var numbers = new long[entry.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            var value = values[(i * size)..];
            numbers[i] = size switch
            {
                2 => BinaryPrimitives.ReadUInt16BigEndian(value),
                4 => BinaryPrimitives.ReadUInt32BigEndian(value),
                _ => BinaryPrimitives.ReadInt64BigEndian(value),
            };
        }

        return numbers;
    }

    /// <summary>The bytes of a tag; null when it isn't there.</summary>
    public byte[]? Binary(RpmTag tag) =>
        _entries.TryGetValue((int)tag, out var entry) ? Slice(tag, entry.Offset, entry.Count).ToArray() : null;

    private static RpmHeader Parse(byte[] bytes, int count, int storeSize, string which)
    {
        var entries = new Dictionary<int, (uint, int, int)>();
        for (var i = 0; i < count; i++)
        {
            var entry = bytes.AsSpan(IntroSize + (EntrySize * i), EntrySize);
            var offset = BinaryPrimitives.ReadInt32BigEndian(entry[8..]);
            var items = BinaryPrimitives.ReadInt32BigEndian(entry[12..]);
            if (offset < 0 || offset > storeSize || items < 0 || items > storeSize)
            {
                throw new RpmFormatException($"entry {i} of its {which} lies outside it");
            }

            entries.TryAdd(BinaryPrimitives.ReadInt32BigEndian(entry), (BinaryPrimitives.ReadUInt32BigEndian(entry[4..]), offset, items));
        }

        return new RpmHeader(bytes, IntroSize + (EntrySize * count), entries);
    }

    private ReadOnlySpan<byte> Slice(RpmTag tag, int offset, long size) => size <= _bytes.Length - _store - offset
        ? _bytes.AsSpan(_store + offset, (int)size)
        : throw new RpmFormatException($"its tag {tag} lies outside its header");
}
