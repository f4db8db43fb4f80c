using System.Buffers.Binary;

namespace StapFarm.Kernels.Elf;

/// <summary>
/// An EFI program that decompresses the kernel in it (CONFIG_EFI_ZBOOT; struct linux_efi_zboot_header in the kernel's
/// include/linux/pe.h).
/// </summary>
internal static class ZbootImage
{
    private const int HeaderSize = 0x40;
    private const int PayloadOffset = 8;
    private const int PayloadSize = 12;

    /// <summary>The compressed kernel; null for bytes that are no such program.</summary>
    /// <exception cref="ElfFormatException">It is one, and is shorter than its header says.</exception>
    public static ReadOnlyMemory<byte>? Payload(string name, ReadOnlyMemory<byte> image)
    {
        var header = image.Span;
        if (header.Length < HeaderSize || !header.StartsWith("MZ"u8) || !header[4..].StartsWith("zimg"u8))
        {
            return null;
        }

        long offset = BinaryPrimitives.ReadUInt32LittleEndian(header[PayloadOffset..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(header[PayloadSize..]);
        return offset + size <= image.Length
            ? image.Slice((int)offset, (int)size)
            : throw new ElfFormatException(name, "the kernel in it lies outside the file: truncated, or damaged");
    }
}
