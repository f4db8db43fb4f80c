using System.Buffers.Binary;
using System.IO.Compression;
using StapFarm.Kernels.Programs;

namespace StapFarm.Kernels.Trees;

/// <summary>Decompresses kernels and modules, by the magic number of what they were compressed with.</summary>
internal static class Decompression
{
    private const int SizeField = 4;

    private static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b];

    private static ReadOnlySpan<byte> Zstd => [0x28, 0xb5, 0x2f, 0xfd];

    private static ReadOnlySpan<byte> Xz => [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    /// <summary>The decompressed bytes; null for a format that isn't known.</summary>
    /// <param name="compressed">The compressed bytes; after them may come what the kernel's build appends.</param>
    /// <param name="most">Bytes above which it is given up: <see cref="InvalidDataException"/>.</param>
    public static async Task<byte[]?> TryAsync(ReadOnlyMemory<byte> compressed, int most, CancellationToken cancellationToken)
    {
        if (compressed.Span.StartsWith(Gzip))
        {
            await using var gzip = new GZipStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
            return await ReadAsync(gzip, most, cancellationToken);
        }

        if (compressed.Span.StartsWith(Zstd))
        {
            await using var zstd = new ZstdSharp.DecompressionStream(new MemoryStream(compressed.ToArray()), checkEndOfStream: false);
            return await ReadFrameAsync(zstd, compressed, most, cancellationToken);
        }

        if (compressed.Span.StartsWith(Xz))
        {
            return await XzAsync(compressed, most, cancellationToken);
        }

        return compressed.Span.StartsWith(LegacyLz4.Magic) ? LegacyLz4.Decode(compressed.Span, most) : null;
    }

    private static async Task<byte[]> XzAsync(ReadOnlyMemory<byte> compressed, int most, CancellationToken cancellationToken)
    {
        await using var xz = RunningProgram.Start("xz", ["-dc", "--single-stream"], compressed);
        var bytes = await ReadAsync(xz.Output, most, cancellationToken);
        var (exitCode, errors) = await xz.EndAsync(cancellationToken);
        return exitCode == 0 ? bytes : throw new InvalidDataException(errors);
    }

    // The kernel's build appends the size, 4 bytes, little endian, to the zstd frame.
    private static async Task<byte[]> ReadFrameAsync(Stream stream, ReadOnlyMemory<byte> compressed, int most, CancellationToken cancellationToken)
    {
        var appended = BinaryPrimitives.ReadUInt32LittleEndian(compressed.Span[^SizeField..]);
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 20];
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                Bounded(bytes.Length + read, most);
                bytes.Write(buffer, 0, read);
            }
        }
        catch (ZstdSharp.ZstdException exception)
        {
            if (bytes.Length == 0 || bytes.Length != appended)
            {
                throw new InvalidDataException(exception.Message, exception);
            }
        }

        return bytes.ToArray();
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 20];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            Bounded(bytes.Length + read, most);
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private static void Bounded(long size, int most)
    {
        if (size > most)
        {
            throw new InvalidDataException($"it has more than {most} bytes when decompressed");
        }
    }
}
