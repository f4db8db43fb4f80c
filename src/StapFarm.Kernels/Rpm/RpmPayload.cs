using System.IO.Compression;
using StapFarm.Kernels.Programs;

namespace StapFarm.Kernels.Rpm;

/// <summary>Decompresses a payload as it is read. For xz and lzma by the program xz, which reads what this feeds it.</summary>
internal sealed class RpmPayload : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly RunningProgram? _program;

    private RpmPayload(Stream stream, RunningProgram? program)
    {
        _stream = stream;
        _program = program;
    }

    public Stream Stream => _stream;

    /// <exception cref="RpmFormatException">The compression isn't known.</exception>
    public static RpmPayload Open(RpmPackage package, Stream compressed)
    {
        if (package.Header.Text(RpmTag.PayloadFormat) is { } format && format != "cpio")
        {
            throw new RpmFormatException($"its payload has the format '{format}'; cpio is known");
        }

        return package.Header.Text(RpmTag.PayloadCompressor) switch
        {
            null or "gzip" => new(new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true), null),
            "zstd" => new(new ZstdSharp.DecompressionStream(compressed, leaveOpen: true), null),
            "xz" => Of(RunningProgram.Start("xz", ["-dc", "--format=xz"], compressed)),
            "lzma" => Of(RunningProgram.Start("xz", ["-dc", "--format=lzma"], compressed)),
            var other => throw new RpmFormatException($"its payload is compressed with '{other}'; gzip, xz, lzma and zstd are known"),
        };
    }

    /// <summary>Reads what follows the archive, and waits for the program if there is one.</summary>
    /// <returns>What went wrong in the decompression; null without trouble.</returns>
    public async Task<string?> EndAsync(CancellationToken cancellationToken)
    {
        await _stream.CopyToAsync(Stream.Null, cancellationToken);
        if (_program is null)
        {
            return null;
        }

        var (exitCode, errors) = await _program.EndAsync(cancellationToken);
        return exitCode == 0 ? null : errors;
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is null)
        {
            await _stream.DisposeAsync();
        }
        else
        {
            await _program.DisposeAsync();
        }
    }

    private static RpmPayload Of(RunningProgram program) => new(program.Output, program);
}
