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
public sealed class FileBlobStore(IOptions<FileStorageOptions> options) : IBlobStore
{
    private const int ChunkSize = 128 * 1024;

    private readonly string _folder = Path.Combine(options.Value.Root, "blobs");
    private readonly IncomingFolder _incoming = new(options.Value.Root, options.Value.FlushToDisk);

    public async ValueTask<BlobRef?> StatAsync(Digest digest, CancellationToken cancellationToken)
    {
        await using var file = TryOpen(digest);
        return file is null || await ReadHeaderAsync(file, cancellationToken) is not { } header
            ? null
            : new BlobRef(digest, header.Size, header.MediaType);
    }

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
        if (expected is { } digest && await StatAsync(digest, cancellationToken) is { } present)
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

            var path = PathOf(blob.Digest);
            if (file.TryPublish(path))
            {
                return blob;
            }

            if (await StatAsync(blob.Digest, cancellationToken) is { } first)
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
        var path = PathOf(digest);
        var present = File.Exists(path);
        if (present)
        {
            File.Delete(path);
        }

        return ValueTask.FromResult(present);
    }

    public async IAsyncEnumerable<BlobRef> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_folder))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            if (Digest.TryParse(Path.GetFileName(path), out var digest) && await StatAsync(digest, cancellationToken) is { } blob)
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
            return new FileStream(PathOf(digest), new FileStreamOptions
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

    private string PathOf(Digest digest)
    {
        var name = digest.ToString();
        return Path.Combine(_folder, name[..2], name);
    }
}
