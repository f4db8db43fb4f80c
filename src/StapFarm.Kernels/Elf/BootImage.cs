using System.Buffers.Binary;
using System.Text;

namespace StapFarm.Kernels.Elf;

/// <summary>Reads who a bootable kernel image (vmlinuz) is, without unpacking it.</summary>
public static class BootImage
{
    private const int SetupSectors = 0x1f1;
    private const int ParagraphCount = 0x1f4;
    private const int Magic = 0x202;
    private const int VersionPointer = 0x20e;
    private const int HeaderSize = 0x250;
    private const int PayloadOffset = 0x248;
    private const int PayloadLength = 0x24c;
    private const int Protocol = 0x206;
    private const int LeastProtocol = 0x208;

    // The pointer counts from the second sector's beginning.
    private const int PointerBase = 0x200;
    private const int LongestBanner = 1024;

    /// <summary>
    /// The banner of an x86 image, by the pointer <c>kernel_version</c> in its setup header (Documentation/arch/x86/boot.rst);
    /// null for an image of another architecture, whose formats say nothing of the kind.
    /// </summary>
    /// <exception cref="ElfFormatException">It is an x86 image, and is shorter than its header says.</exception>
    public static KernelBanner? Banner(IByteSource image)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (!TryHeader(image, header, out _) || BinaryPrimitives.ReadUInt16LittleEndian(header[VersionPointer..]) is not (> 0 and var pointer))
        {
            return null;
        }

        long offset = PointerBase + pointer;
        var bytes = new byte[Math.Max(0, Math.Min(LongestBanner, image.Length - offset))];
        image.Read(offset, bytes);
        var end = bytes.AsSpan().IndexOf((byte)0);
        return KernelBanner.Parse(Encoding.UTF8.GetString(end < 0 ? bytes : bytes.AsSpan(0, end)));
    }

    /// <summary>
    /// The compressed kernel in an x86 image (fields <c>payload_offset</c> and <c>payload_length</c>, boot protocol 2.08):
    /// its offset and bytes in the file; null for another architecture's.
    /// </summary>
    /// <exception cref="ElfFormatException">It is an x86 image, and is shorter than its header says.</exception>
    public static (long Offset, long Length)? Payload(IByteSource image)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (!TryHeader(image, header, out var setup))
        {
            return null;
        }

        var offset = setup + BinaryPrimitives.ReadUInt32LittleEndian(header[PayloadOffset..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[PayloadLength..]);
        return offset <= image.Length && length <= image.Length - offset
            ? (offset, length)
            : throw new ElfFormatException(image.Name, "the kernel in it lies outside the file: truncated, or damaged");
    }

    private static bool TryHeader(IByteSource image, Span<byte> header, out long setup)
    {
        const int SectorSize = 512;
        const int ParagraphSize = 16;
        setup = 0;
        if (image.Length < HeaderSize)
        {
            return false;
        }

        image.Read(0, header);
        if (!header[Magic..(Magic + 4)].SequenceEqual("HdrS"u8) || BinaryPrimitives.ReadUInt16LittleEndian(header[Protocol..]) < LeastProtocol)
        {
            return false;
        }

        setup = ((header[SetupSectors] == 0 ? 4 : header[SetupSectors]) + 1) * SectorSize;
        var whole = setup + ((long)ParagraphSize * BinaryPrimitives.ReadUInt32LittleEndian(header[ParagraphCount..]));
        return image.Length >= whole
            ? true
            : throw new ElfFormatException(image.Name, $"its header speaks of {whole} bytes, and there are {image.Length}: truncated");
    }
}
