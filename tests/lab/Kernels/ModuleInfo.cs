using System.Buffers.Binary;
using System.Text;

namespace StapFarm.Lab.Kernels;

/// <summary>
/// The .modinfo section of a module: NUL-separated <c>tag=value</c> strings in a 64-bit little-endian ELF file
/// (ELF-64 object file format; tags as in the kernel's include/linux/module.h).
/// </summary>
public static class ModuleInfo
{
    private const int SectionHeaderSize = 64;

    /// <summary>All (tag, value) strings of the module, in the file's order.</summary>
    /// <exception cref="LabException">The file is not such an ELF file, or has no .modinfo.</exception>
    public static IReadOnlyList<(string Tag, string Value)> Read(ReadOnlySpan<byte> elf, string file)
    {
        var section = FindSection(elf, file);
        var strings = new List<(string, string)>();
        foreach (var range in section.Split((byte)0))
        {
            var text = Encoding.UTF8.GetString(section[range]);
            if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                strings.Add((text[..equals], text[(equals + 1)..]));
            }
        }

        return strings;
    }

    private static ReadOnlySpan<byte> FindSection(ReadOnlySpan<byte> elf, string file)
    {
        if (elf.Length < SectionHeaderSize || !elf.StartsWith("\u007fELF\u0002\u0001"u8))
        {
            throw new LabException($"{file} is not a 64-bit little-endian ELF file; is it a kernel module?");
        }

        try
        {
            var headers = elf[checked((int)BinaryPrimitives.ReadUInt64LittleEndian(elf[0x28..]))..];
            var count = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3C..]);
            var names = Content(elf, headers, BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3E..]));
            for (var i = 0; i < count; i++)
            {
                var name = BinaryPrimitives.ReadInt32LittleEndian(headers[(i * SectionHeaderSize)..]);
                if (names[name..].StartsWith(".modinfo\0"u8))
                {
                    return Content(elf, headers, i);
                }
            }
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new LabException($"{file} is cut off or damaged: its section headers point outside of it.", e);
        }

        throw new LabException($"{file} has no .modinfo section, so it is not a kernel module.");
    }

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> elf, ReadOnlySpan<byte> headers, int index)
    {
        var header = headers.Slice(index * SectionHeaderSize, SectionHeaderSize);
        var offset = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x18..]));
        var size = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..]));
        return elf.Slice(offset, size);
    }
}
