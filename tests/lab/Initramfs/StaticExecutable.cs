using System.Buffers.Binary;

namespace StapFarm.Lab.Initramfs;

/// <summary>A program that needs no loader and no libraries, so that it runs where there are none.</summary>
internal static class StaticExecutable
{
    private const int Interpreter = 3;

    /// <exception cref="LabException">The file isn't there, is no ELF program, or asks for a loader.</exception>
    public static byte[] Read(string file, string advice)
    {
        if (!File.Exists(file))
        {
            throw new LabException($"{file} is not there. {advice}");
        }

        var elf = File.ReadAllBytes(file);
        if (elf.Length < 64 || !elf.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8))
        {
            throw new LabException($"{file} is not a 64-bit ELF program. {advice}");
        }

        var offset = (int)BinaryPrimitives.ReadUInt64LittleEndian(elf.AsSpan(0x20));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(0x36));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(0x38));
        for (var i = 0; i < count; i++)
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(elf.AsSpan(offset + (i * size))) == Interpreter)
            {
                throw new LabException($"{file} is dynamically linked, and a lab machine has no libraries. {advice}");
            }
        }

        return elf;
    }
}
