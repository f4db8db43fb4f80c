using System.Buffers.Binary;
using System.Numerics;
using StapFarm.Model.Runs;

namespace StapFarm.Storage.Sessions;

/// <summary>
/// A record of a session's log: the length of the output (4 bytes), the CRC-32C of all that follows (4 bytes), the
/// chunk's number (8 bytes), its channel (1 byte), the output. Numbers are big-endian.
/// </summary>
internal static class SessionRecord
{
    public const int HeaderLength = 17;

    /// <summary>The longest output in a record, in bytes: a longer length is damage.</summary>
    public const int MaxOutput = 16 << 20;

    private const int ChecksumAt = 4;
    private const int NumberAt = 8;
    private const int ChannelAt = 16;

    public static int LengthOf(OutputChunk chunk) => HeaderLength + chunk.Bytes.Length;

    public static void Write(Span<byte> record, OutputChunk chunk)
    {
        BinaryPrimitives.WriteInt32BigEndian(record, chunk.Bytes.Length);
        BinaryPrimitives.WriteInt64BigEndian(record[NumberAt..], chunk.Number);
        record[ChannelAt] = (byte)chunk.Channel;
        chunk.Bytes.Span.CopyTo(record[HeaderLength..]);
        BinaryPrimitives.WriteUInt32BigEndian(record[ChecksumAt..], Checksum(record[NumberAt..LengthOf(chunk)]));
    }

    /// <summary>The length of the record that begins here; null when these bytes can't begin one.</summary>
    public static int? LengthOf(ReadOnlySpan<byte> record)
    {
        if (record.Length < HeaderLength)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(record);
        return length is >= 0 and <= MaxOutput ? HeaderLength + length : null;
    }

    public static long NumberOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64BigEndian(record[NumberAt..]);

    /// <summary>Whether the record is as it was written.</summary>
    public static bool Verifies(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadUInt32BigEndian(record[ChecksumAt..]) == Checksum(record[NumberAt..]);

    public static OutputChunk Read(ReadOnlySpan<byte> record) =>
        new(NumberOf(record), (OutputChannel)record[ChannelAt], record[HeaderLength..].ToArray());

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return ~checksum;
    }
}
