namespace StapFarm.Model.Content;

/// <summary>
/// The content-addressed store. Safe for any number of processes on one store. A blob is there whole or not at all,
/// and bytes that don't match their digest are never handed out as whole.
/// </summary>
public interface IBlobStore
{
    /// <summary>The blob's size and media type, or null when it isn't there.</summary>
    ValueTask<BlobRef?> StatAsync(Digest digest, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="StatAsync"/>, for a blob that something is about to refer to: a collector that is going on leaves it,
    /// as it leaves one that was just stored.
    /// </summary>
    ValueTask<BlobRef?> KeepAsync(Digest digest, CancellationToken cancellationToken) => StatAsync(digest, cancellationToken);

    /// <summary>
    /// Opens the blob at <paramref name="offset"/> (bytes). The last read throws instead of returning when the content
    /// doesn't match the digest.
    /// </summary>
    /// <exception cref="Failures.FarmException"><c>NotFound</c>, or <c>Corrupt</c> when the content doesn't match.</exception>
    ValueTask<Stream> OpenAsync(Digest digest, long offset, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a stream and names it. Storing what is already there is cheap and leaves the first media type.
    /// </summary>
    /// <param name="expected">When given, content with another digest is refused with <c>Corrupt</c> and nothing is kept.</param>
    /// <exception cref="Failures.FarmException"><c>StoreFull</c> when the medium has no room: nothing is kept.</exception>
    ValueTask<BlobRef> PutAsync(Stream content, string mediaType, Digest? expected, CancellationToken cancellationToken);

    /// <summary>Removes the blob; false when it wasn't there.</summary>
    ValueTask<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken);

    /// <summary>Every blob in the store, in no order.</summary>
    IAsyncEnumerable<BlobRef> ListAsync(CancellationToken cancellationToken);
}
