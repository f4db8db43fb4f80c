using StapFarm.Model.Content;

namespace StapFarm.Storage.Blobs;

/// <summary>Refuses blobs above a size, as soon as their first byte too many arrives; nothing is kept of them.</summary>
/// <param name="maxBytes">The largest size that is taken.</param>
public sealed class SizeLimitedBlobStore(IBlobStore inner, long maxBytes) : IBlobStore
{
    public ValueTask<BlobRef?> StatAsync(Digest digest, CancellationToken cancellationToken) => inner.StatAsync(digest, cancellationToken);

    public ValueTask<BlobRef?> KeepAsync(Digest digest, CancellationToken cancellationToken) => inner.KeepAsync(digest, cancellationToken);

    public ValueTask<Stream> OpenAsync(Digest digest, long offset, CancellationToken cancellationToken) =>
        inner.OpenAsync(digest, offset, cancellationToken);

    public async ValueTask<BlobRef> PutAsync(Stream content, string mediaType, Digest? expected, CancellationToken cancellationToken)
    {
        // The caller's stream stays the caller's: the limiting one isn't disposed.
        var limited = new SizeLimitedStream(content, maxBytes);
        return await inner.PutAsync(limited, mediaType, expected, cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => inner.DeleteAsync(digest, cancellationToken);

    public IAsyncEnumerable<BlobRef> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);
}
