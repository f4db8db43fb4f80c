namespace StapFarm.Model.Content;

/// <summary>
/// Small named documents (versioned JSON) over the blobs. A document is there whole or not at all; a reader sees the old
/// or the new one.
/// </summary>
public interface IManifestStore
{
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(ManifestName name, CancellationToken cancellationToken);

    /// <summary>Stores the document unless one of this name exists; false when one does, and that one stays.</summary>
    ValueTask<bool> PutIfAbsentAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken);

    /// <summary>Stores the document in the place of any other of this name.</summary>
    ValueTask PutAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken);

    ValueTask<bool> DeleteAsync(ManifestName name, CancellationToken cancellationToken);

    /// <summary>The names of a kind, in no order.</summary>
    IAsyncEnumerable<ManifestName> ListAsync(ManifestKind kind, CancellationToken cancellationToken);
}
