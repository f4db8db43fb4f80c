using System.Runtime.CompilerServices;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Storage.Modules;

/// <summary>
/// The cached modules and listings: manifests under their module keys. One counts as a hit only when every blob it names
/// is there and verifies; otherwise the key is a miss, and the next publication takes its place.
/// </summary>
/// <param name="blobs">A store that verifies what it hands out.</param>
public sealed class ModuleCache(IBlobStore blobs, IManifestStore manifests)
{
    private const string Format = "stapfarm-module";
    private const int Version = 1;

    /// <returns>The hit, or null.</returns>
    /// <exception cref="FarmException"><c>UnknownVersion</c> when another release stored it.</exception>
    public async ValueTask<ModuleManifest?> FindAsync(ModuleKey key, CancellationToken cancellationToken)
    {
        var manifest = await ReadAsync(NameOf(key), cancellationToken);
        return manifest is not null && await IsThereAndVerifiesAsync(manifest.Content, cancellationToken) ? manifest : null;
    }

    /// <summary>Stores a manifest whose blobs are stored already.</summary>
    /// <returns>The manifest that the key has now: this one, or the one that was published first.</returns>
    /// <exception cref="FarmException"><c>NotFound</c> when a blob it names isn't there; <c>StoreFull</c>.</exception>
    public async ValueTask<ModuleManifest> PublishAsync(ModuleManifest manifest, CancellationToken cancellationToken)
    {
        if (await blobs.StatAsync(manifest.Content.Digest, cancellationToken) is null)
        {
            throw new FarmException(FailureCode.NotFound, $"The content {manifest.Content.Digest} of {manifest.Key} must be stored before its manifest.");
        }

        var name = NameOf(manifest.Key);
        var document = ManifestDocument.Write(Format, Version, manifest);
        if (await manifests.PutIfAbsentAsync(name, document, cancellationToken))
        {
            return manifest;
        }

        if (await FindAsync(manifest.Key, cancellationToken) is { } first)
        {
            return first;
        }

        await manifests.PutAsync(name, document, cancellationToken);
        return manifest;
    }

    /// <summary>Every cached module and listing whose content is there, in no order.</summary>
    public async IAsyncEnumerable<ModuleManifest> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var name in manifests.ListAsync(ManifestKind.Module, cancellationToken))
        {
            if (await ReadAsync(name, cancellationToken) is { } manifest
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
        var manifest = await ReadAsync(NameOf(key), cancellationToken);
        var removed = await manifests.DeleteAsync(NameOf(key), cancellationToken);
        if (manifest is not null && !await IsNamedAsync(manifest.Content.Digest, cancellationToken))
        {
            await blobs.DeleteAsync(manifest.Content.Digest, cancellationToken);
        }

        return removed;
    }

    private static ManifestName NameOf(ModuleKey key) => new(ManifestKind.Module, key.ToString());

    private async ValueTask<bool> IsNamedAsync(Digest content, CancellationToken cancellationToken)
    {
        await foreach (var name in manifests.ListAsync(ManifestKind.Module, cancellationToken))
        {
            if (await ReadAsync(name, cancellationToken) is { } manifest && manifest.Content.Digest == content)
            {
                return true;
            }
        }

        return false;
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
