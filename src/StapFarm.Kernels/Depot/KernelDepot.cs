using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Kernels.Debuginfod;
using StapFarm.Kernels.Programs;
using StapFarm.Kernels.Trees;
using StapFarm.Kernels.Uploads;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Depot;

/// <summary>Kernel trees in a folder of this machine, with their manifests in the farm's store.</summary>
public sealed partial class KernelDepot(
    IKernelSource source,
    KernelFileStore files,
    IManifestStore manifests,
    IOptions<KernelDepotOptions> options,
    TimeProvider time,
    ILogger<KernelDepot> logger,
    IDebugInfoServer? debugInfo = null) : IKernelDepot
{
    private readonly TreeFolders _folders = new(options.Value.Root);
    private readonly HeldTrees _held = new(new TreeFolders(options.Value.Root));
    private readonly TreeComposer _composer = new(time, debugInfo);

    public async Task<KernelTree> AddAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        IKernelOffer found;
        try
        {
            found = await source.FindAsync(specification, progress, cancellationToken);
        }
        catch (FarmException exception) when (exception.Failure.Code is FailureCode.SourceFailed or FailureCode.UnknownKernel && _held.Find(specification) is not null)
        {
            progress.Report(new WorkProgress("find", $"no source tells of another build: {exception.Failure.Message}"));
            return await HereAsync(_held.Find(specification)!, progress, cancellationToken);
        }

        await using var offer = found;
        var release = offer.Release;
        if (release != specification)
        {
            progress.Report(new WorkProgress("find", KernelFilesName.Is(specification) ? $"the files are of {release}" : $"{specification} is {release}"));
        }

        using var held = await FileLock.TakeAsync(
            _folders.Lock(release),
            time,
            () => progress.Report(new WorkProgress("wait", $"{release} is being added already; waiting for that")),
            cancellationToken);
        var there = _held.Find(offer);
        if (there is { HasDebugInfo: true })
        {
            return await HereAsync(there, progress, cancellationToken);
        }

        try
        {
            return await ComposeAsync(offer, there, progress, cancellationToken);
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.BadKernelTree)
        {
            await offer.RefuseAsync();
            throw;
        }
    }

    public async Task<IReadOnlyList<KernelTree>> ListAsync(CancellationToken cancellationToken)
    {
        var trees = new List<KernelTree>();
        await foreach (var name in manifests.ListAsync(ManifestKind.KernelTree, cancellationToken))
        {
            try
            {
                if (await manifests.GetAsync(name, cancellationToken) is { } document)
                {
                    trees.Add(KernelTreeDocument.Read(document));
                }
            }
            catch (FarmException exception)
            {
                // One document that can't be read must not take the others from everybody.
                LogUnreadable(logger, name.Id, exception.Message);
            }
        }

        return trees;
    }

    public async Task<KernelTree?> FindAsync(Digest digest, CancellationToken cancellationToken) =>
        await manifests.GetAsync(KernelTreeDocument.Name(digest), cancellationToken) is { } document ? KernelTreeDocument.Read(document) : null;

    public string? FolderOf(Digest digest) => Directory.Exists(_folders.Tree(digest)) ? _folders.Tree(digest) : null;

    public async Task<bool> RemoveAsync(Digest digest, CancellationToken cancellationToken)
    {
        var tree = await FindAsync(digest, cancellationToken);
        var wasKnown = await manifests.DeleteAsync(KernelTreeDocument.Name(digest), cancellationToken);
        var wasHeld = _folders.Remove(digest);
        if (tree is not null && KernelFilesName.TryParse(tree.Origin, out var name))
        {
            await files.RemoveAsync(name, cancellationToken);
        }

        LogRemoved(logger, digest, wasKnown, wasHeld);
        return wasKnown || wasHeld;
    }

    /// <summary>Known to the farm again if its manifest was lost.</summary>
    private async Task<KernelTree> HereAsync(KernelTree tree, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        await manifests.PutIfAbsentAsync(KernelTreeDocument.Name(tree.Digest), KernelTreeDocument.Write(tree), cancellationToken);
        progress.Report(new WorkProgress("check", $"{tree.Identity} is here already", 1));
        return tree;
    }

    /// <param name="there">The same kernel's tree that is here without debug information; it may have some by now.</param>
    private async Task<KernelTree> ComposeAsync(IKernelOffer offer, KernelTree? there, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var packages = await offer.FetchAsync(progress, cancellationToken);
        if (there is not null && !packages.HasDebugInfo && debugInfo is not { HasAny: true })
        {
            TreeComposer.WarnOfMissingDebugInfo(packages, progress);
            return await HereAsync(there, progress, cancellationToken);
        }

        var tree = await ComposeAsync(packages, offer.Origin, progress, cancellationToken);
        await manifests.PutAsync(KernelTreeDocument.Name(tree.Digest), KernelTreeDocument.Write(tree), cancellationToken);
        LogAdded(logger, tree.Identity, tree.Digest, tree.Bytes, tree.Source);
        if (_held.Builds(tree.Identity.Release) is var builds and > 1)
        {
            progress.Report(new WorkProgress(
                "warning",
                $"warning: these are {builds} builds of {tree.Identity.Release} now; its name alone means this one, build-id {tree.Identity.BuildId}. Runners get the one that they run."));
        }

        return tree;
    }

    private async Task<KernelTree> ComposeAsync(
        KernelPackages packages, string origin, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        DiskFull.Check(_folders.Root, packages.InstalledBytes);
        var scratch = _folders.Scratch(packages.Release);
        try
        {
            var (composed, listing) = await _composer.ComposeAsync(packages, Path.Combine(scratch, "tree"), progress, cancellationToken);
            var tree = composed with { Origin = origin };
            await File.WriteAllBytesAsync(Path.Combine(scratch, "listing"), listing.ToBytes(), cancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(scratch, "tree.json"), KernelTreeDocument.Write(tree), cancellationToken);
            await FlushAsync(scratch, progress, cancellationToken);
            _folders.Publish(scratch, tree.Digest);
            return tree;
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            throw DiskFull.Failure(_folders.Root, exception);
        }
        finally
        {
            TreeFolders.Discard(scratch);
        }
    }

    // A rename may reach the disk before what was written into the folder does.
    private static async Task FlushAsync(string folder, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new WorkProgress("store", "writing the tree to the disk"));
        var result = await ProgramResult.RunAsync("sync", ["-f", folder], null, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw DiskFull.Is(result.Errors)
                ? DiskFull.Failure(folder)
                : new FarmException(FailureCode.Unavailable, $"The kernel tree can't be written to the disk: {result.Errors}", "Look at the disk's health (dmesg), then add the kernel again.");
        }
    }
}
