using System.Runtime.CompilerServices;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Storage.Collection;

namespace StapFarm.Storage.Modules;

/// <summary>
/// The cached modules and listings: manifests under their module keys. One counts as a hit only when every blob it names
/// is there and verifies; otherwise the key is a miss, and the next publication takes its place.
/// </summary>
/// <param name="blobs">A store that verifies what it hands out.</param>
/// <param name="uses">Where it is remembered when a module was an answer; nowhere when null.</param>
/// <param name="shelf">Takes care that no content goes which another module is about to name.</param>
/// <param name="time">The clock of <paramref name="shelf"/>; the system's when null.</param>
public sealed class ModuleCache(IBlobStore blobs, IManifestStore manifests, IManifestUses? uses = null, IBlobShelf? shelf = null, TimeProvider? time = null)
{
    private const string Format = "stapfarm-module";
    private const int Version = 1;

    /// <summary>How the manifests are read.</summary>
    public static ManifestForm Form { get; } = new(
        ManifestKind.Module,
        document => [ManifestDocument.Read<ModuleManifest>(Format, Version, document).Content],
        IsRemade: true,
        "It is built again when it is asked for, once this is dropped: stapfarm doctor --repair");

    /// <returns>The hit, or null.</returns>
    /// <exception cref="FarmException"><c>UnknownVersion</c> when another release stored it.</exception>
    public async ValueTask<ModuleManifest?> FindAsync(ModuleKey key, CancellationToken cancellationToken)
    {
        var manifest = await ReadAsync(NameOf(key), cancellationToken);
        if (manifest is null)
        {
            return null;
        }

        // Before its content is read: from here on a collector leaves it.
        uses?.Used(NameOf(key));
        return await IsThereAndVerifiesAsync(manifest.Content, cancellationToken) ? manifest : null;
    }

    /// <summary>What is said of a module, whether its content is there or not; no use of it. Null when there is nothing that this release can read.</summary>
    public ValueTask<ModuleManifest?> PeekAsync(ModuleKey key, CancellationToken cancellationToken) => PeekAsync(NameOf(key), cancellationToken);

    /// <summary>Stores a manifest whose blobs are stored already.</summary>
    /// <returns>The manifest that the key has now: this one, or the one that was published first.</returns>
    /// <exception cref="FarmException"><c>NotFound</c> when a blob it names isn't there; <c>StoreFull</c>.</exception>
    public async ValueTask<ModuleManifest> PublishAsync(ModuleManifest manifest, CancellationToken cancellationToken)
    {
        if (await blobs.KeepAsync(manifest.Content.Digest, cancellationToken) is null)
        {
            throw new FarmException(FailureCode.NotFound, $"The content {manifest.Content.Digest} of {manifest.Key} must be stored before its manifest.");
        }

        var name = NameOf(manifest.Key);
        var document = ManifestDocument.Write(Format, Version, manifest);
        if (await manifests.PutIfAbsentAsync(name, document, cancellationToken))
        {
            uses?.Used(name);
            return manifest;
        }

        if (await FindAsync(manifest.Key, cancellationToken) is { } first)
        {
            return first;
        }

        await manifests.PutAsync(name, document, cancellationToken);
        uses?.Used(name);
        return manifest;
    }

    /// <summary>Every cached module and listing that this release can read and whose content is there, in no order.</summary>
    public async IAsyncEnumerable<ModuleManifest> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var name in manifests.ListAsync(ManifestKind.Module, cancellationToken))
        {
            if (await PeekAsync(name, cancellationToken) is { } manifest
                && await blobs.StatAsync(manifest.Content.Digest, cancellationToken) is not null)
            {
                yield return manifest;
            }
        }
    }

    /// <summary>
    /// Removes the manifest, and its content when no other manifest names it; false when there was no manifest.
    /// </summary>
    public async ValueTask<bool> RemoveAsync(ModuleKey key, CancellationToken cancellationToken)
    {
        var began = (time ?? TimeProvider.System).GetUtcNow();
        var manifest = await ReadAsync(NameOf(key), cancellationToken);
        var removed = await manifests.DeleteAsync(NameOf(key), cancellationToken);
        if (manifest is not null && !await IsNamedAsync(manifest.Content.Digest, cancellationToken))
        {
            await (shelf?.RemoveOlderAsync(manifest.Content.Digest, began, cancellationToken) ?? blobs.DeleteAsync(manifest.Content.Digest, cancellationToken));
        }

        return removed;
    }

    internal static ManifestName NameOf(ModuleKey key) => new(ManifestKind.Module, key.ToString());

    private async ValueTask<bool> IsNamedAsync(Digest content, CancellationToken cancellationToken)
    {
        await foreach (var name in manifests.ListAsync(ManifestKind.Module, cancellationToken))
        {
            if (await manifests.GetAsync(name, cancellationToken) is { } document && DigestScan.In(document.Span).Contains(content))
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<ModuleManifest?> PeekAsync(ManifestName name, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(name, cancellationToken);
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.UnknownVersion)
        {
            return null;
        }
    }

    // A document that can't be read is a miss like one that isn't there; one of another version is refused.
    private async ValueTask<ModuleManifest?> ReadAsync(ManifestName name, CancellationToken cancellationToken)
    {
        try
        {
            return await manifests.GetAsync(name, cancellationToken) is { } document
                ? ManifestDocument.Read<ModuleManifest>(Format, Version, document)
                : null;
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.Corrupt)
        {
            return null;
        }
    }

    private async ValueTask<bool> IsThereAndVerifiesAsync(BlobRef blob, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await blobs.OpenAsync(blob.Digest, 0, cancellationToken);
            await content.CopyToAsync(Stream.Null, cancellationToken);
            return true;
        }
        catch (FarmException exception) when (exception.Failure.Code is FailureCode.NotFound or FailureCode.Corrupt)
        {
            return false;
        }
    }
}
