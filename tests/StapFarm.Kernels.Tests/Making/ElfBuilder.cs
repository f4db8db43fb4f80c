using System.Buffers.Binary;
using System.Text;

namespace StapFarm.Kernels.Tests.Making;

/// <summary>Writes small ELF files of any class and encoding, so that tests need no cross compiler.</summary>
internal sealed class ElfBuilder(bool is64 = true, bool bigEndian = false)
{
    private readonly List<Part> _parts = [new("", 0, 0, [], 0, 0)];
    private readonly List<(string Name, ulong Value, string Section)> _symbols = [];

    public ushort Machine { get; init; } = 62;

    public ushort Type { get; init; } = 2;

    public ElfBuilder Section(string name, ReadOnlySpan<byte> content, uint type = 1, ulong address = 0, ulong flags = 0)
    {
        _parts.Add(new Part(name, type, address, content.ToArray(), 0, 0, flags));
        return this;
    }

    public ElfBuilder BuildId(ReadOnlySpan<byte> id, string section = ".notes")
    {
        var note = new byte[16 + id.Length];
        Word(note, 4);
        Word(note.AsSpan(4), (uint)id.Length);
        Word(note.AsSpan(8), 3);
        "GNU\0"u8.CopyTo(note.AsSpan(12));
        id.CopyTo(note.AsSpan(16));
        return Section(section, note, type: 7);
    }

    public ElfBuilder Symbol(string name, ulong value, string section)
    {
        _symbols.Add((name, value, section));
        return this;
    }

    public byte[] Build()
    {
        var parts = _parts.ToList();
        if (_symbols.Count > 0)
        {
            AddSymbols(parts);
        }

        var names = new MemoryStream();
        var nameOffsets = parts.Append(new Part(".shstrtab", 3, 0, [], 0, 0)).Select(part => Append(names, part.Name)).ToList();
        parts.Add(new Part(".shstrtab", 3, 0, names.ToArray(), 0, 0));

        var file = new MemoryStream();
        file.SetLength(is64 ? 64 : 52);
        file.Seek(0, SeekOrigin.End);
        var offsets = parts.Select(part => Place(file, part.Content)).ToList();
        var table = Place(file, []);
        for (var i = 0; i < parts.Count; i++)
        {
            file.Write(Header(parts[i], nameOffsets[i], offsets[i]));
        }

        var bytes = file.ToArray();
        FileHeader(bytes, table, parts.Count);
        return bytes;
    }

    private void AddSymbols(List<Part> parts)
    {
        var strings = new MemoryStream();
        Append(strings, "");
        var size = is64 ? 24 : 16;
        var table = new byte[size * (_symbols.Count + 1)];
        for (var i = 0; i < _symbols.Count; i++)
        {
            var (name, value, section) = _symbols[i];
            var entry = table.AsSpan((i + 1) * size, size);
            Word(entry, Append(strings, name));
            Half(entry[(is64 ? 6 : 14)..], (ushort)parts.FindIndex(part => part.Name == section));
            Native(entry[(is64 ? 8 : 4)..], value);
        }

        parts.Add(new Part(".symtab", 2, 0, table, (uint)parts.Count + 1, (ulong)size));
        parts.Add(new Part(".strtab", 3, 0, strings.ToArray(), 0, 0));
    }

    private void FileHeader(byte[] bytes, long table, int count)
    {
        var word = is64 ? 8 : 4;
        "\u007fELF"u8.CopyTo(bytes);
        bytes[4] = (byte)(is64 ? 2 : 1);
        bytes[5] = (byte)(bigEndian ? 2 : 1);
        bytes[6] = 1;
        Half(bytes.AsSpan(16), Type);
        Half(bytes.AsSpan(18), Machine);
        Word(bytes.AsSpan(20), 1);
        Native(bytes.AsSpan(24 + (2 * word)), (ulong)table);
        var tail = 24 + (3 * word) + 4;
        Half(bytes.AsSpan(tail), (ushort)(is64 ? 64 : 52));
        Half(bytes.AsSpan(tail + 6), (ushort)(is64 ? 64 : 40));
        Half(bytes.AsSpan(tail + 8), (ushort)count);
        Half(bytes.AsSpan(tail + 10), (ushort)(count - 1));
    }

    private byte[] Header(Part part, uint name, long offset)
    {
        var header = new byte[is64 ? 64 : 40];
        var word = is64 ? 8 : 4;
        Word(header, name);
        Word(header.AsSpan(4), part.Type);
        Native(header.AsSpan(8), part.Flags);
        Native(header.AsSpan(8 + word), part.Address);
        Native(header.AsSpan(8 + (2 * word)), (ulong)offset);
        Native(header.AsSpan(8 + (3 * word)), (ulong)part.Content.Length);
        Word(header.AsSpan(8 + (4 * word)), part.Link);
        Native(header.AsSpan(16 + (4 * word)), part.Type == 2 ? 1u : 4u);
        Native(header.AsSpan(16 + (5 * word)), part.EntrySize);
        if (part.Type == 2)
        {
            // Index of the first symbol that isn't local; all of ours are, in readelf's eyes.
            Word(header.AsSpan(12 + (4 * word)), (uint)(part.Content.Length / (int)part.EntrySize));
        }

        return header;
    }

    private static long Place(MemoryStream file, byte[] content)
    {
        while (file.Position % 8 != 0)
        {
            file.WriteByte(0);
        }

        var offset = file.Position;
        file.Write(content);
        return offset;
    }

    private static uint Append(MemoryStream names, string name)
    {
        var offset = (uint)names.Position;
        names.Write(Encoding.ASCII.GetBytes(name + '\0'));
        return offset;
    }

    private void Half(Span<byte> at, ushort value)
    {
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(at, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(at, value);
        }
    }

    private void Word(Span<byte> at, uint value)
    {
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(at, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(at, value);
        }
    }

    private void Native(Span<byte> at, ulong value)
    {
        if (!is64)
        {
            Word(at, (uint)value);
        }
        else if (bigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(at, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(at, value);
        }
    }

    private sealed record Part(string Name, uint Type, ulong Address, byte[] Content, uint Link, ulong EntrySize, ulong Flags = 0);
}
