using System.Buffers.Binary;

namespace StapFarm.Kernels.Trees;

/// <summary>
/// LZ4 in its legacy frame, in which the kernel's build packs vmlinuz (lz4_Frame_format.md, "Legacy frame"; lz4_Block_format.md):
/// a magic number, then blocks with their compressed size in 4 bytes, little endian.
/// </summary>
internal static class LegacyLz4
{
    private const int BlockSize = 8 << 20;
    private const int ShortestMatch = 4;

    public static ReadOnlySpan<byte> Magic => [0x02, 0x21, 0x4c, 0x18];

    /// <exception cref="InvalidDataException">It is damaged, or has more than <paramref name="most"/> bytes.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> compressed, int most)
    {
        var output = new MemoryStream();
        var block = new byte[BlockSize];
        // What is left at the end is the kernel's own field, the size of the whole.
        for (var rest = compressed[Magic.Length..]; rest.Length > sizeof(uint);)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            if (size > rest.Length - sizeof(uint))
            {
                throw new InvalidDataException("an LZ4 block is longer than the file");
            }

            var written = Block(rest.Slice(sizeof(uint), (int)size), block);
            rest = rest[(sizeof(uint) + (int)size)..];
            if (output.Length + written > most)
            {
                throw new InvalidDataException($"it has more than {most} bytes when decompressed");
            }

            output.Write(block, 0, written);
        }

        return output.ToArray();
    }

    private static int Block(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var (read, written) = (0, 0);
        while (read < from.Length)
        {
            var token = from[read++];
            var literals = Length(from, token >> 4, ref read);
            if (literals > from.Length - read || literals > to.Length - written)
            {
                throw new InvalidDataException("LZ4 literals lie outside their block");
            }

            from.Slice(read, literals).CopyTo(to[written..]);
            (read, written) = (read + literals, written + literals);
            if (read == from.Length)
            {
                return written;
            }

            if (from.Length - read < sizeof(ushort))
            {
                break;
            }

            var distance = BinaryPrimitives.ReadUInt16LittleEndian(from[read..]);
            read += sizeof(ushort);
            var length = Length(from, token & 15, ref read) + ShortestMatch;
            if (distance == 0 || distance > written || length > to.Length - written)
            {
                throw new InvalidDataException("an LZ4 match lies outside its block");
            }

            // A match may reach into what it writes itself: byte by byte.
            for (var end = written + length; written < end; written++)
            {
                to[written] = to[written - distance];
            }
        }

        throw new InvalidDataException("an LZ4 block ends in the middle of a sequence");
    }

    private static int Length(ReadOnlySpan<byte> from, int nibble, ref int read)
    {
        const int GoesOn = 15;
        var length = nibble;
        for (var more = nibble == GoesOn; more;)
        {
            if (read >= from.Length || length > BlockSize)
            {
                throw new InvalidDataException("an LZ4 length doesn't end");
            }

            var next = from[read++];
            length += next;
            more = next == byte.MaxValue;
        }

        return length;
    }
}
