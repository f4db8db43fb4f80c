using System.Buffers.Binary;
using System.Text;

namespace StapFarm.Lab.Tests.Kernels;

/// <summary>The smallest ELF file that has a .modinfo section.</summary>
internal static class FakeModule
{
    private const int HeaderSize = 64;

    public static byte[] With(params string[] modinfo)
    {
        var names = "\0.modinfo\0.shstrtab\0"u8.ToArray();
        var info = Encoding.UTF8.GetBytes(string.Concat(modinfo.Select(line => line + "\0")));
        var namesAt = HeaderSize;
        var infoAt = namesAt + names.Length;
        var sectionsAt = infoAt + info.Length;
        var elf = new byte[sectionsAt + (3 * HeaderSize)];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(elf);
        BinaryPrimitives.WriteUInt64LittleEndian(elf.AsSpan(0x28), (ulong)sectionsAt);
        BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(0x3A), HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(0x3C), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(0x3E), 2);
        names.CopyTo(elf, namesAt);
        info.CopyTo(elf, infoAt);
        WriteSection(elf.AsSpan(sectionsAt + HeaderSize), nameAt: 1, infoAt, info.Length);
        WriteSection(elf.AsSpan(sectionsAt + (2 * HeaderSize)), nameAt: 10, namesAt, names.Length);
        return elf;
    }

    private static void WriteSection(Span<byte> header, int nameAt, int offset, int size)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, nameAt);
        BinaryPrimitives.WriteUInt64LittleEndian(header[0x18..], (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(header[0x20..], (ulong)size);
    }
}
