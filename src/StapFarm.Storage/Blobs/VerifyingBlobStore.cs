using Microsoft.Extensions.Logging;
using StapFarm.Model.Content;

namespace StapFarm.Storage.Blobs;

/// <summary>
/// Lets no changed byte out: every read is hashed, one from an offset too, for which the bytes before it are read and
/// hashed as well. A blob that doesn't verify is removed, because as long as it has the name no whole one can take it.
/// </summary>
public sealed partial class VerifyingBlobStore(IBlobStore inner, ILogger<VerifyingBlobStore> logger) : IBlobStore
{
    public ValueTask<BlobRef?> StatAsync(Digest digest, CancellationToken cancellationToken) => inner.StatAsync(digest, cancellationToken);

    public ValueTask<BlobRef?> KeepAsync(Digest digest, CancellationToken cancellationToken) => inner.KeepAsync(digest, cancellationToken);

    public async ValueTask<Stream> OpenAsync(Digest digest, long offset, CancellationToken cancellationToken)
    {
        var blob = await inner.StatAsync(digest, cancellationToken) ?? throw BlobFailures.NotFound(digest);
        BlobFailures.DemandOffset(digest, offset, blob.Size);
        var stream = new VerifyingStream(await inner.OpenAsync(digest, 0, cancellationToken), blob, () => RemoveAsync(blob));
        try
        {
            await stream.SkipAsync(offset, cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public ValueTask<BlobRef> PutAsync(Stream content, string mediaType, Digest? expected, CancellationToken cancellationToken) =>
        inner.PutAsync(content, mediaType, expected, cancellationToken);

    public ValueTask<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => inner.DeleteAsync(digest, cancellationToken);

    public IAsyncEnumerable<BlobRef> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    private async ValueTask RemoveAsync(BlobRef blob)
    {
        LogDamaged(logger, blob.Digest, blob.Size, blob.MediaType);
        try
        {
            await inner.DeleteAsync(blob.Digest, CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(logger, blob.Digest, exception);
        }
    }
}
