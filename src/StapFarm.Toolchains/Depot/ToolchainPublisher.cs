using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Bundles;
using StapFarm.Toolchains.Making;
using StapFarm.Toolchains.Packing;

namespace StapFarm.Toolchains.Depot;

/// <summary>Stores a made root: blobs, the bundle's manifest, the toolchain's manifest, in that order.</summary>
internal sealed class ToolchainPublisher(IBlobStore blobs, IManifestStore manifests, TimeProvider timeProvider)
{
    private readonly RootPacker _packer = new(blobs);
    private readonly RuntimeBundleMaker _bundles = new(blobs);

    /// <returns>The stored toolchain: an earlier one when it has the same digest.</returns>
    public async Task<Toolchain> PublishAsync(string name, MadeRoot made, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var digest = made.Identity.ComputeDigest();
        var manifest = ToolchainDocuments.NameOf(digest);
        if (await manifests.GetAsync(manifest, cancellationToken).ConfigureAwait(false) is { } document
            && ToolchainDocuments.ReadToolchain(document) is var same
            && await IsWholeAsync(same, cancellationToken).ConfigureAwait(false))
        {
            progress.Report(new WorkProgress("pack", $"the same root as {same}, added {same.AddedAt:yyyy-MM-dd}: nothing new"));
            return same;
        }

        progress.Report(new WorkProgress("bundle", "collecting staprun, stapio and their libraries"));
        var bundles = new List<RuntimeBundle>();
        foreach (var target in made.Identity.Targets)
        {
            var content = await _bundles.MakeAsync(made.RuntimeOf(target), cancellationToken).ConfigureAwait(false);
            bundles.Add(new RuntimeBundle(digest, made.StapVersion, target, content));
        }

        var root = await _packer.PackAsync(made.Folder, progress, cancellationToken).ConfigureAwait(false);
        foreach (var bundle in bundles)
        {
            await manifests.PutAsync(ToolchainDocuments.NameOfBundle(digest, bundle.Architecture), ToolchainDocuments.Write(bundle), cancellationToken).ConfigureAwait(false);
        }

        var toolchain = new Toolchain(digest, name, made.StapVersion, made.Identity.Host, made.Identity.Targets, made.Compilers, made.Packages, root, timeProvider.GetUtcNow())
        {
            CompilerReleases = made.CompilerReleases,
            Origin = made.Origin,
        };
        await manifests.PutAsync(manifest, ToolchainDocuments.Write(toolchain), cancellationToken).ConfigureAwait(false);
        return toolchain;
    }

    /// <summary>Whether the blobs that a toolchain names are all there.</summary>
    public async Task<bool> IsWholeAsync(Toolchain toolchain, CancellationToken cancellationToken)
    {
        if (await blobs.StatAsync(toolchain.Root.Digest, cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        foreach (var target in toolchain.Targets)
        {
            if (await manifests.GetAsync(ToolchainDocuments.NameOfBundle(toolchain.Digest, target), cancellationToken).ConfigureAwait(false) is not { } document
                || await blobs.StatAsync(ToolchainDocuments.ReadBundle(document).Content.Digest, cancellationToken).ConfigureAwait(false) is null)
            {
                return false;
            }
        }

        return true;
    }
}
