using System.Globalization;

namespace StapFarm.Kernels.Elf;

/// <summary>
/// A System.map made of a vmlinux's symbol table: a line each, <c>ADDRESS TYPE NAME</c> with nm's letters, by address, without
/// what the kernel's scripts/mksysmap leaves out (undefined, absolute local and debugging symbols, those of the compiler).
/// </summary>
internal static class SymbolMap
{
    private const int MostNames = 256 << 20;
    private const int Undefined = 0;
    private const int Absolute = 0xfff1;

    // st_info: the type in the low half, the binding in the high one.
    private const int ObjectSymbol = 1;
    private const int SectionSymbol = 3;
    private const int FileSymbol = 4;
    private const int Local = 0;
    private const int Weak = 2;

    // sh_flags
    private const ulong Writable = 1;
    private const ulong InMemory = 2;
    private const ulong Code = 4;

    /// <returns>Its text; null when the file has no symbols.</returns>
    /// <exception cref="ElfFormatException">The symbol table can't be read.</exception>
    public static byte[]? Of(ElfFile file)
    {
        if (file.Sections.FirstOrDefault(section => section.Type == ElfSection.SymbolTableType && section.HasContent) is not { } table
            || table.Link >= (uint)file.Sections.Count)
        {
            return null;
        }

        var names = file.Read(file.Sections[(int)table.Link], MostNames);
        var entries = file.Read(table, MostNames);
        var size = file.Is64Bit ? 24 : 16;
        var symbols = new List<(ulong Address, int Name, byte Letter)>(entries.Length / size);
        for (var at = 0; at + size <= entries.Length; at += size)
        {
            var fields = file.Fields(entries.AsSpan(at, size));
            var name = fields.Word(0);
            if (name < (uint)names.Length && IsListed(Text(names, (int)name)) && Letter(file, fields) is var letter and not 0)
            {
                symbols.Add((fields.Native(file.Is64Bit ? 8 : 4), (int)name, letter));
            }
        }

        symbols.Sort((one, other) => one.Address.CompareTo(other.Address));
        return symbols.Count == 0 ? null : Write(symbols, names, file.Is64Bit);
    }

    private static byte[] Write(List<(ulong Address, int Name, byte Letter)> symbols, byte[] names, bool is64Bit)
    {
        using var map = new MemoryStream();
        Span<byte> address = stackalloc byte[16];
        foreach (var symbol in symbols)
        {
            symbol.Address.TryFormat(address, out var digits, is64Bit ? "x16" : "x8", CultureInfo.InvariantCulture);
            map.Write(address[..digits]);
            map.Write([(byte)' ', symbol.Letter, (byte)' ']);
            map.Write(Text(names, symbol.Name));
            map.WriteByte((byte)'\n');
        }

        return map.ToArray();
    }

    private static byte Letter(ElfFile file, ElfFields fields)
    {
        var info = fields.Byte(file.Is64Bit ? 4 : 12);
        var index = fields.Half(file.Is64Bit ? 6 : 14);
        var (type, binding) = (info & 0xf, info >> 4);
        if (index == Undefined || type is SectionSymbol or FileSymbol)
        {
            return 0;
        }

        if (index == Absolute)
        {
            return binding == Local ? (byte)0 : (byte)'A';
        }

        if (index >= file.Sections.Count || (file.Sections[index].Flags & InMemory) == 0)
        {
            return 0;
        }

        if (binding == Weak)
        {
            return (byte)(type == ObjectSymbol ? 'V' : 'W');
        }

        var section = file.Sections[index];
        var letter = (section.Flags & Code) != 0 ? 'T' : !section.HasContent ? 'B' : (section.Flags & Writable) != 0 ? 'D' : 'R';
        return (byte)(binding == Local ? char.ToLowerInvariant(letter) : letter);
    }

    private static bool IsListed(ReadOnlySpan<byte> name) =>
        name.Length > 0 && name[0] != '$' && !name.StartsWith(".L"u8) && !name.SequenceEqual("L0"u8) && !name.StartsWith("__crc_"u8) && !name.StartsWith("__kstrtab"u8);

    private static ReadOnlySpan<byte> Text(byte[] names, int at)
    {
        var rest = names.AsSpan(at);
        var end = rest.IndexOf((byte)0);
        return end < 0 ? rest : rest[..end];
    }
}
