using StapFarm.Model.Content;

namespace StapFarm.Toolchains.Tests.Fakes;

/// <summary>Blobs that stay from one test run to the next, so that real toolchains are made once.</summary>
internal sealed class FolderBlobs(string folder) : IBlobStore
{
    public ValueTask<BlobRef?> StatAsync(Digest digest, CancellationToken cancellationToken)
    {
        var file = new FileInfo(FileOf(digest));
        return new(file.Exists ? new BlobRef(digest, file.Length, "") : null);
    }

    public ValueTask<Stream> OpenAsync(Digest digest, long offset, CancellationToken cancellationToken) =>
        new(File.OpenRead(FileOf(digest)));

    public async ValueTask<BlobRef> PutAsync(Stream content, string mediaType, Digest? expected, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        var bytes = copy.ToArray();
        var stored = new BlobRef(Digest.Of(bytes), bytes.Length, mediaType);
        Directory.CreateDirectory(folder);
        var unfinished = $"{FileOf(stored.Digest)}.{Guid.NewGuid():N}";
        await File.WriteAllBytesAsync(unfinished, bytes, cancellationToken);
        File.Move(unfinished, FileOf(stored.Digest), overwrite: true);
        return stored;
    }

    public ValueTask<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<BlobRef> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private string FileOf(Digest digest) => Path.Combine(folder, digest.ToString());
}
