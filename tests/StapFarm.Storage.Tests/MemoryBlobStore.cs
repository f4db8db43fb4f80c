using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Storage.Tests;

/// <summary>An inner store whose content tests can change behind a decorator's back.</summary>
internal sealed class MemoryBlobStore : IBlobStore
{
    public Dictionary<Digest, (BlobRef Blob, byte[] Content)> Blobs { get; } = [];

    public BlobRef Add(byte[] content, string mediaType = "test/bytes")
    {
        var blob = new BlobRef(Digest.Of(content), content.Length, mediaType);
        Blobs[blob.Digest] = (blob, content);
        return blob;
    }

    public void Change(BlobRef blob, byte[] content) => Blobs[blob.Digest] = (blob, content);

    public ValueTask<BlobRef?> StatAsync(Digest digest, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Blobs.TryGetValue(digest, out var found) ? found.Blob : null);

    public ValueTask<Stream> OpenAsync(Digest digest, long offset, CancellationToken cancellationToken) =>
        Blobs.TryGetValue(digest, out var found)
            ? ValueTask.FromResult<Stream>(new MemoryStream(found.Content[(int)offset..]))
            : throw new FarmException(FailureCode.NotFound, "Not there.");

    public async ValueTask<BlobRef> PutAsync(Stream content, string mediaType, Digest? expected, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        await content.CopyToAsync(memory, cancellationToken);
        return Add(memory.ToArray(), mediaType);
    }

    public ValueTask<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => ValueTask.FromResult(Blobs.Remove(digest));

    public IAsyncEnumerable<BlobRef> ListAsync(CancellationToken cancellationToken) =>
        Blobs.Values.Select(entry => entry.Blob).ToAsyncEnumerable();
}
