using System.Buffers.Binary;
using System.Text;

namespace StapFarm.Runner.Tests.Fakes;

/// <summary>The smallest ELF file that has a <c>.modinfo</c>.</summary>
internal static class FakeModule
{
    public const string Release = "6.1.0-99-test";

    public static byte[] Build(string name = "demo", string release = Release, bool bigEndian = false)
    {
        var info = Encoding.UTF8.GetBytes($"license=GPL\0name={name}\0vermagic={release} SMP preempt mod_unload modversions \0");
        var names = Encoding.UTF8.GetBytes("\0.modinfo\0.shstrtab\0");
        var table = 64 + info.Length + names.Length;
        var file = new byte[table + (3 * 64)];
        ((byte[])[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, (byte)(bigEndian ? 2 : 1), 1]).CopyTo(file, 0);
        Number(file, 0x28, table, 8, bigEndian);
        Number(file, 0x3c, 3, 2, bigEndian);
        Number(file, 0x3e, 2, 2, bigEndian);
        info.CopyTo(file, 64);
        names.CopyTo(file, 64 + info.Length);
        Section(file, table + 64, 1, 64, info.Length, bigEndian);
        Section(file, table + 128, 10, 64 + info.Length, names.Length, bigEndian);
        return file;
    }

    private static void Section(byte[] file, int at, int name, int offset, int size, bool bigEndian)
    {
        Number(file, at, name, 4, bigEndian);
        Number(file, at + 0x18, offset, 8, bigEndian);
        Number(file, at + 0x20, size, 8, bigEndian);
    }

    private static void Number(byte[] file, int at, long value, int size, bool bigEndian)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        bytes = bytes[..size];
        if (bigEndian)
        {
            bytes.Reverse();
        }

        bytes.CopyTo(file.AsSpan(at));
    }
}
