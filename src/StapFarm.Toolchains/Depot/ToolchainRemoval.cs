using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Pairs;

namespace StapFarm.Toolchains.Depot;

/// <summary>Removes a toolchain from the stores: its manifest first, so that nothing half-removed is found.</summary>
internal sealed class ToolchainRemoval(IBlobStore blobs, IManifestStore manifests, RootFolders folders)
{
    /// <param name="all">Every toolchain of the farm.</param>
    public async Task<bool> RemoveAsync(Digest digest, IReadOnlyList<Toolchain> all, CancellationToken cancellationToken)
    {
        var removed = await manifests.DeleteAsync(ToolchainDocuments.NameOf(digest), cancellationToken).ConfigureAwait(false);
        await ForgetPairsAsync(digest, cancellationToken).ConfigureAwait(false);
        var toolchain = all.FirstOrDefault(one => one.Digest == digest);
        if (toolchain is not null)
        {
            await RemoveBundlesAsync(toolchain, cancellationToken).ConfigureAwait(false);
            if (!all.Any(other => other.Digest != digest && other.Root.Digest == toolchain.Root.Digest))
            {
                await blobs.DeleteAsync(toolchain.Root.Digest, cancellationToken).ConfigureAwait(false);
            }
        }

        await folders.RemoveAsync(digest, cancellationToken).ConfigureAwait(false);
        return removed;
    }

    private async Task RemoveBundlesAsync(Toolchain toolchain, CancellationToken cancellationToken)
    {
        foreach (var target in toolchain.Targets)
        {
            var name = ToolchainDocuments.NameOfBundle(toolchain.Digest, target);
            if (await manifests.GetAsync(name, cancellationToken).ConfigureAwait(false) is not { } document)
            {
                continue;
            }

            await manifests.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
            var content = ToolchainDocuments.ReadBundle(document).Content.Digest;
            if (!await IsBundleOfAnotherAsync(content, cancellationToken).ConfigureAwait(false))
            {
                await blobs.DeleteAsync(content, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Two toolchains with the same SystemTap and libraries have one bundle, byte for byte.</summary>
    private async Task<bool> IsBundleOfAnotherAsync(Digest content, CancellationToken cancellationToken)
    {
        foreach (var name in await NamesAsync(ManifestKind.RuntimeBundle, cancellationToken).ConfigureAwait(false))
        {
            if (await manifests.GetAsync(name, cancellationToken).ConfigureAwait(false) is { } document
                && ToolchainDocuments.ReadBundle(document).Content.Digest == content)
            {
                return true;
            }
        }

        return false;
    }

    private async Task ForgetPairsAsync(Digest digest, CancellationToken cancellationToken)
    {
        foreach (var name in await NamesAsync(ManifestKind.Pair, cancellationToken).ConfigureAwait(false))
        {
            if (PairDocuments.IsOf(name, digest))
            {
                await manifests.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var name in await NamesAsync(ManifestKind.Promotion, cancellationToken).ConfigureAwait(false))
        {
            if (await manifests.GetAsync(name, cancellationToken).ConfigureAwait(false) is { } document
                && PairDocuments.ReadPromotion(document).Toolchain == digest)
            {
                await manifests.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<List<ManifestName>> NamesAsync(ManifestKind kind, CancellationToken cancellationToken)
    {
        var names = new List<ManifestName>();
        await foreach (var name in manifests.ListAsync(kind, cancellationToken).ConfigureAwait(false))
        {
            names.Add(name);
        }

        return names;
    }
}
