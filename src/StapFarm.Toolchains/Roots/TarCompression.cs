using System.IO.Compression;
using StapFarm.Model.Failures;
using StapFarm.Toolchains.Processes;
using ZstdSharp;

namespace StapFarm.Toolchains.Roots;

/// <summary>Reads a tar as it is or compressed with gzip, xz (by the program xz) or zstd: its first bytes tell.</summary>
internal static class TarCompression
{
    private const int MagicOffset = 257;
    private const string Advice = "Give a folder, or a tar: plain, .gz, .xz or .zst.";

    /// <param name="file">From its beginning.</param>
    /// <param name="read">Reads the tar; what it leaves is read afterwards, for what the compression says at its end.</param>
    /// <exception cref="FarmException"><c>Corrupt</c>; <c>Unsupported</c> for another compression.</exception>
    public static async Task ReadAsync(Stream file, Func<Stream, Task> read, CancellationToken cancellationToken)
    {
        var head = new byte[MagicOffset + 5];
        var length = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        await using var whole = new PrefixedStream(head.AsMemory(0, length), file);
        var start = head.AsSpan(0, length);
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
        {
            await using var gzip = new GZipStream(whole, CompressionMode.Decompress, leaveOpen: true);
            await ReadToEndAsync(gzip, read, cancellationToken);
        }
        else if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]))
        {
            await using var zstd = new DecompressionStream(whole, leaveOpen: true);
            await ReadToEndAsync(zstd, read, cancellationToken);
        }
        else if (start.StartsWith((ReadOnlySpan<byte>)[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]))
        {
            await ReadXzAsync(whole, read, cancellationToken);
        }
        else if (start.EndsWith("ustar"u8))
        {
            await ReadToEndAsync(whole, read, cancellationToken);
        }
        else
        {
            throw start.StartsWith("BZh"u8)
                ? new FarmException(FailureCode.Unsupported, "The file is compressed with bzip2, which the farm doesn't read.", Advice)
                : new FarmException(FailureCode.Corrupt, "The file isn't a tar.", Advice);
        }
    }

    private static async Task ReadToEndAsync(Stream tar, Func<Stream, Task> read, CancellationToken cancellationToken)
    {
        try
        {
            await read(tar);
            await tar.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (Exception exception) when (exception is ZstdException or InvalidDataException or EndOfStreamException)
        {
            throw Damaged(exception.Message, exception);
        }
    }

    private static async Task ReadXzAsync(Stream file, Func<Stream, Task> read, CancellationToken cancellationToken)
    {
        var xz = new ExternalProgram("xz", "xz-utils")
        {
            Input = (input, token) => file.CopyToAsync(input, token),
            Output = (tar, token) => ReadToEndAsync(tar, read, token),
        };
        var end = await xz.With("--decompress", "--stdout", "--format=xz").RunAsync(cancellationToken);
        if (!end.Succeeded)
        {
            throw Damaged(end.Words);
        }
    }

    public static FarmException Damaged(string reason, Exception? cause = null) =>
        new(FailureCode.Corrupt, $"The archive is truncated or damaged: {reason.TrimEnd('.', '\n')}.", "Make it again, and give the same command again.", cause);
}
