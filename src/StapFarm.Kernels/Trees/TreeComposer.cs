using StapFarm.Kernels.Debuginfod;
using StapFarm.Kernels.Depot;
using StapFarm.Kernels.Programs;
using StapFarm.Kernels.Rpm;
using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Trees;

/// <summary>Makes one folder of a kernel's packages, and looks whether it is good.</summary>
/// <param name="debugInfo">Who is asked for debug information that isn't among the packages; nobody if null.</param>
internal sealed class TreeComposer(TimeProvider time, IDebugInfoServer? debugInfo = null)
{
    /// <param name="folder">An empty folder.</param>
    /// <returns>The tree, and its listing in canonical form.</returns>
    /// <exception cref="Model.Failures.FarmException"><c>BadKernelTree</c>, <c>StoreFull</c>.</exception>
    public async Task<(KernelTree Tree, TreeListing Listing)> ComposeAsync(
        KernelPackages packages, string folder, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var layout = new TreeLayout(packages.Release, packages.HasAllModules);
        var writer = new TreeWriter(folder);
        await UnpackAsync(packages, Unpackers(layout, writer), progress, cancellationToken);
        layout.Settle(writer.Listing);

        progress.Report(new WorkProgress("check", "looking whether all parts are there and of one build"));
        var view = new TreeView(folder, layout, writer.Listing);
        DropStandIn(writer, folder, layout.SystemMap);
        try
        {
            packages = await FillAsync(packages, view, writer, progress, cancellationToken);
            await SlimVmlinux.MakeAsync(view, writer, progress, cancellationToken);
            OwnDebugInfo.Link(view, writer, cancellationToken);
            var links = packages.HasDebugInfo ? BuildIdLinks.Make(view, writer, cancellationToken) : 0;
            var (identity, compiler, compilerRelease) = await new TreeInspector(view).InspectAsync(packages.HasDebugInfo, cancellationToken);
            var digest = writer.Listing.Digest();
            progress.Report(new WorkProgress("check", $"{identity}; {links} build-id links made; tree {digest.Short}", 1));
            return (Tree(packages, identity, compiler, digest, writer.Listing.Bytes) with { CompilerRelease = compilerRelease }, writer.Listing);
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            throw DiskFull.Failure(folder, exception);
        }
    }

    public static void WarnOfMissingDebugInfo(KernelPackages packages, IProgress<WorkProgress> progress) => progress.Report(new WorkProgress(
        "warning",
        $"warning: there is no debug information of {packages.Release} ({packages.Source}): functions, statements and tracepoints can't be probed with it"));

    private async Task<KernelPackages> FillAsync(
        KernelPackages packages, TreeView view, TreeWriter writer, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        if (packages.HasDebugInfo)
        {
            return packages;
        }

        var scratch = writer.Root + "-debuginfo";
        IReadOnlyList<string> fetched = [];
        if (debugInfo is not null)
        {
            using var filler = new DebugInfoFiller(debugInfo, view, writer, scratch);
            fetched = await filler.FillAsync(progress, cancellationToken);
            TreeFolders.Discard(scratch);
        }

        if (fetched.Count > 0)
        {
            view.Layout.HasFetchedDebugInfo = true;
            return packages with { HasDebugInfo = true, FetchedDebugInfo = fetched, Source = $"{packages.Source}, debug information by build-id" };
        }

        WarnOfMissingDebugInfo(packages, progress);
        return packages;
    }

    private static Func<PackageForm, IPackageUnpacker> Unpackers(TreeLayout layout, TreeWriter writer)
    {
        var intake = new TreeIntake(layout, writer);
        var tars = new TarUnpacker(intake);
        return form => form switch
        {
            PackageForm.Rpm => new RpmUnpacker(intake, layout.Release),
            PackageForm.Tree => tars,
            _ => new DebUnpacker(tars),
        };
    }

    // Debian's image package has one line in the place of System.map, saying where the real one is.
    private static void DropStandIn(TreeWriter writer, string folder, string systemMap)
    {
        if (writer.Listing[systemMap] is { IsFile: true, Size: < 1024 }
            && File.ReadAllText(Path.Combine(folder, systemMap)).Contains(" B The real System.map ", StringComparison.Ordinal))
        {
            writer.Delete(systemMap);
        }
    }

    private static async Task UnpackAsync(
        KernelPackages packages, Func<PackageForm, IPackageUnpacker> unpackers, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        const long Step = 16 << 20;
        var (written, reported) = (0L, 0L);
        for (var i = 0; i < packages.Files.Count; i++)
        {
            var package = packages.Files[i];
            var text = $"{package.Name} ({i + 1} of {packages.Files.Count})";
            progress.Report(new WorkProgress("unpack", text, Fraction()));
            await unpackers(package.Form).UnpackAsync(package, bytes =>
            {
                written += bytes;
                if (written - reported >= Step)
                {
                    reported = written;
                    progress.Report(new WorkProgress("unpack", text, Fraction()));
                }
            }, cancellationToken);
        }

        double? Fraction() => packages.InstalledBytes > 0 ? Math.Min(1, (double)written / packages.InstalledBytes) : null;
    }

    private KernelTree Tree(KernelPackages packages, KernelIdentity identity, string compiler, Digest digest, long bytes) => new(
        digest, identity, compiler, packages.HasDebugInfo, packages.Source,
        [.. packages.Files.Select(package => $"{package.Name} {package.Sha256}"), .. packages.FetchedDebugInfo], bytes, time.GetUtcNow());
}
