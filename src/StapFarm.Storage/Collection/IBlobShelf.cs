using StapFarm.Model.Content;

namespace StapFarm.Storage.Collection;

/// <summary>What a collector sees of the blobs: how old they are, and a removal that no user of a blob can be too late for.</summary>
public interface IBlobShelf
{
    /// <summary>Every whole blob, in no order.</summary>
    IAsyncEnumerable<ShelvedBlob> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes a blob unless it was stored or kept at <paramref name="bound"/> or later; whether it did.</summary>
    ValueTask<bool> RemoveOlderAsync(Digest digest, DateTimeOffset bound, CancellationToken cancellationToken);
}
