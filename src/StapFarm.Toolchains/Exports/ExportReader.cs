using System.Formats.Tar;
using System.Security.Cryptography;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Toolchains.Roots;

namespace StapFarm.Toolchains.Exports;

/// <summary>Reads the entries of an export file (<see cref="ToolchainExports"/>) in their order, and nothing else.</summary>
internal sealed class ExportReader(PrefixedStream file) : IAsyncDisposable
{
    private readonly TarReader _tar = new(file, leaveOpen: true);
    private bool _hasBegun;

    public async Task<ToolchainExportDocument> ReadDocumentAsync(int mostBytes, CancellationToken cancellationToken)
    {
        var document = await ReadWholeAsync(ToolchainExports.DocumentEntry, mostBytes, cancellationToken);
        var hash = await ReadWholeAsync(ToolchainExports.HashEntry, mostBytes, cancellationToken);
        if (!hash.AsSpan().SequenceEqual(System.Text.Encoding.ASCII.GetBytes(ToolchainExports.HashLine(document))))
        {
            throw Damaged($"{ToolchainExports.DocumentEntry} isn't the one that {ToolchainExports.HashEntry} is of");
        }

        var export = ToolchainExportDocument.Read(document);
        var toolchain = export.Toolchain;
        return export.Bundles.Any(bundle => bundle.Toolchain != toolchain.Digest || bundle.StapVersion != toolchain.StapVersion)
            || export.Bundles.All(bundle => bundle.Architecture != toolchain.Host)
            ? throw Damaged("its runtime bundles aren't those of the toolchain")
            : export;
    }

    /// <summary>The next entry, which must be this blob.</summary>
    public async Task<Stream> NextBlobAsync(BlobRef blob, CancellationToken cancellationToken)
    {
        var entry = await NextAsync(ToolchainExports.BlobFolder + blob.Digest, cancellationToken);
        return entry.Length == blob.Size
            ? entry.DataStream ?? Stream.Null
            : throw Damaged($"{entry.Name} has {entry.Length} bytes instead of {blob.Size}");
    }

    /// <summary>Reads the rest of the file and holds it against its hashes.</summary>
    public async Task CheckBlobsAsync(ToolchainExportDocument export, CancellationToken cancellationToken)
    {
        foreach (var blob in export.Blobs())
        {
            var hash = await SHA256.HashDataAsync(await NextBlobAsync(blob, cancellationToken), cancellationToken);
            if (Digest.FromHash(hash) != blob.Digest)
            {
                throw WrongContent(blob);
            }
        }

        await ReadEndAsync(cancellationToken);
    }

    public async Task ReadEndAsync(CancellationToken cancellationToken)
    {
        if (await ReadEntryAsync(cancellationToken) is { } more)
        {
            throw Damaged($"there is an entry more than it says: {more.Name}");
        }

        if (file.HasEnded)
        {
            throw Damaged("it ends without the mark of its end");
        }
    }

    public ValueTask DisposeAsync() => _tar.DisposeAsync();

    private async Task<byte[]> ReadWholeAsync(string name, int mostBytes, CancellationToken cancellationToken)
    {
        var entry = await NextAsync(name, cancellationToken);
        if (entry.Length > mostBytes)
        {
            throw Damaged($"{name} has {entry.Length} bytes");
        }

        using var copy = new MemoryStream();
        await (entry.DataStream ?? Stream.Null).CopyToAsync(copy, cancellationToken);
        return copy.ToArray();
    }

    private async Task<TarEntry> NextAsync(string name, CancellationToken cancellationToken) => await ReadEntryAsync(cancellationToken) switch
    {
        { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile } entry when entry.Name == name => entry,
        null => throw (name == ToolchainExports.DocumentEntry ? NoExport("it is empty") : Damaged($"it ends before {name}")),
        { } other when name == ToolchainExports.DocumentEntry => throw NoExport($"it begins with {other.Name}"),
        { } other => throw Damaged($"{name} should be next, and {other.Name} is"),
    };

    private async Task<TarEntry?> ReadEntryAsync(CancellationToken cancellationToken)
    {
        var isFirst = !_hasBegun;
        _hasBegun = true;
        try
        {
            return await _tar.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception exception) when (isFirst && exception is (FormatException or InvalidDataException or EndOfStreamException))
        {
            throw NoExport("it doesn't begin as a tar does", exception);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException or NotSupportedException or InvalidDataException or EndOfStreamException)
        {
            throw Damaged(exception.Message, exception);
        }
    }

    private static FarmException NoExport(string why, Exception? cause = null) => new(
        FailureCode.Corrupt,
        $"The file is no export of a toolchain: {why}.",
        "Make one with: stapfarm toolchain export TOOLCHAIN -o FILE. A root file system is added with: stapfarm toolchain add --rootfs",
        cause);

    public static FarmException WrongContent(BlobRef blob, Exception? cause = null) =>
        Damaged($"the content of {ToolchainExports.BlobFolder}{blob.Digest} isn't whole, or another", cause);

    public static FarmException Damaged(string reason, Exception? cause = null) =>
        new(FailureCode.Corrupt, $"The export file is truncated or damaged: {reason.TrimEnd('.')}.", "Copy it again from where it was made, or export the toolchain again.", cause);
}
