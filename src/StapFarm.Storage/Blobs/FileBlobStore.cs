using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using StapFarm.Model.Content;
using StapFarm.Storage.Files;

namespace StapFarm.Storage.Blobs;

/// <summary>
/// Blobs as files: <c>blobs/AB/ABCD...</c> under the root, each with a <see cref="BlobHeader"/> before its content. A file
/// grows under another name, is flushed (unless it can be made again), and then gets its own name by link(2): whoever sees it sees it whole. Content is
/// hashed on the way in only; <see cref="VerifyingBlobStore"/> adds the way out.
/// </summary>
/// <param name="time">Says when a blob was stored or last kept, which is its file's modification time; the system's when null.</param>
public sealed class FileBlobStore(IOptions<FileStorageOptions> options, TimeProvider? time = null) : IBlobStore
{
    private const int ChunkSize = 128 * 1024;

    private readonly BlobPaths _paths = new(options.Value.Root);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly IncomingFolder _incoming = new(options.Value.Root, options.Value.FlushToDisk);

    public async ValueTask<BlobRef?> StatAsync(Digest digest, CancellationToken cancellationToken)
    {
        await using var file = TryOpen(digest);
        return file is null || await ReadHeaderAsync(file, cancellationToken) is not { } header
            ? null
            : new BlobRef(digest, header.Size, header.MediaType);
    }

    public ValueTask<BlobRef?> KeepAsync(Digest digest, CancellationToken cancellationToken) =>
        // First the time, then the look: a collector that took the file in between puts it back when it sees the time.
        FileAge.TryRenew(_paths.Of(digest), _time.GetUtcNow()) ? StatAsync(digest, cancellationToken) : ValueTask.FromResult<BlobRef?>(null);

    public async ValueTask<Stream> OpenAsync(Digest digest, long offset, CancellationToken cancellationToken)
    {
        var file = TryOpen(digest);
        try
        {
            if (file is null || await ReadHeaderAsync(file, cancellationToken) is not { } header)
            {
                throw BlobFailures.NotFound(digest);
            }

            BlobFailures.DemandOffset(digest, offset, header.Size);
            var content = new BlobContentStream(file, BlobHeader.Length + offset);
            file = null;
            return content;
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }
    }

    public async ValueTask<BlobRef> PutAsync(Stream content, string mediaType, Digest? expected, CancellationToken cancellationToken)
    {
        BlobHeader.DemandMediaType(mediaType);
        if (expected is { } digest && await KeepAsync(digest, cancellationToken) is { } present)
        {
            return present;
        }

        return await _incoming.WriteAsync(async () =>
        {
            await using var file = _incoming.Create(Remade.Includes(mediaType));
            var blob = await ReceiveAsync(file.Stream, content, mediaType, cancellationToken);
            if (expected is { } wanted && wanted != blob.Digest)
            {
                throw BlobFailures.OtherContent(wanted, blob);
            }

            var path = _paths.Of(blob.Digest);
            FileAge.Set(file.Stream, _time.GetUtcNow());
            if (file.TryPublish(path))
            {
                return blob;
            }

            if (await KeepAsync(blob.Digest, cancellationToken) is { } first)
            {
                return first;
            }

            // Something has the name and isn't this blob: a file that a failing disk has cut or overwritten.
            file.Publish(path);
            return blob;
        });
    }

    public ValueTask<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken)
    {
        var path = _paths.Of(digest);
        var present = File.Exists(path);
        if (present)
        {
            File.Delete(path);
        }

        return ValueTask.FromResult(present);
    }

    public async IAsyncEnumerable<BlobRef> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var digest in _paths.Stored())
        {
            if (await StatAsync(digest, cancellationToken) is { } blob)
            {
                yield return blob;
            }
        }
    }

    private static async ValueTask<BlobRef> ReceiveAsync(FileStream file, Stream content, string mediaType, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkSize];
        long size = 0;
        file.Position = BlobHeader.Length;
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; size += read)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        file.Position = 0;
        await file.WriteAsync(new BlobHeader(size, mediaType).Encode(), cancellationToken);
        return new BlobRef(Digest.FromHash(hash.GetHashAndReset()), size, mediaType);
    }

    private static async ValueTask<BlobHeader?> ReadHeaderAsync(FileStream file, CancellationToken cancellationToken)
    {
        var bytes = new byte[BlobHeader.Length];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return BlobHeader.Decode(bytes.AsSpan(0, read), file.Length);
    }

    private FileStream? TryOpen(Digest digest)
    {
        try
        {
            return new FileStream(_paths.Of(digest), new FileStreamOptions
            {
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
