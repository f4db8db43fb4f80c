using System.Buffers.Binary;

namespace StapFarm.Kernels.Elf;

/// <summary>The fields of one ELF structure, read in the file's own class and encoding.</summary>
internal readonly ref struct ElfFields(ReadOnlySpan<byte> bytes, bool is64Bit, bool isBigEndian)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public bool Is64Bit { get; } = is64Bit;

    public bool IsBigEndian { get; } = isBigEndian;

    public byte Byte(int offset) => _bytes[offset];

    public ushort Half(int offset) => IsBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(_bytes[offset..])
        : BinaryPrimitives.ReadUInt16LittleEndian(_bytes[offset..]);

    public uint Word(int offset) => IsBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(_bytes[offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(_bytes[offset..]);

    public ulong Long(int offset) => IsBigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(_bytes[offset..])
        : BinaryPrimitives.ReadUInt64LittleEndian(_bytes[offset..]);

    /// <summary>A field that is 4 bytes in 32-bit files and 8 in 64-bit ones: addresses, offsets, sizes.</summary>
    public ulong Native(int offset) => Is64Bit ? Long(offset) : Word(offset);
}
