using System.Collections.Concurrent;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Tests.Depot;

internal sealed class MemoryBlobs : IBlobStore
{
    private readonly ConcurrentDictionary<Digest, (BlobRef Blob, byte[] Content)> _blobs = new();

    public int Count => _blobs.Count;

    public ValueTask<BlobRef?> StatAsync(Digest digest, CancellationToken cancellationToken) =>
        new(_blobs.TryGetValue(digest, out var found) ? found.Blob : null);

    public ValueTask<Stream> OpenAsync(Digest digest, long offset, CancellationToken cancellationToken) =>
        _blobs.TryGetValue(digest, out var found)
            ? new(new MemoryStream(found.Content[(int)offset..]))
            : throw new FarmException(FailureCode.NotFound, $"The store has no blob {digest}.");

    public async ValueTask<BlobRef> PutAsync(Stream content, string mediaType, Digest? expected, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        await content.CopyToAsync(memory, cancellationToken);
        var digest = Digest.Of(memory.ToArray());
        return _blobs.GetOrAdd(digest, _ => (new BlobRef(digest, memory.Length, mediaType), memory.ToArray())).Blob;
    }

    public ValueTask<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => new(_blobs.TryRemove(digest, out _));

    public IAsyncEnumerable<BlobRef> ListAsync(CancellationToken cancellationToken) => _blobs.Values.Select(entry => entry.Blob).ToAsyncEnumerable();
}
