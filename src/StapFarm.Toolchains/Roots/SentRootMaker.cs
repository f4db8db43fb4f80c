using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Bundles;
using StapFarm.Toolchains.Files;
using StapFarm.Toolchains.Identity;
using StapFarm.Toolchains.Making;
using StapFarm.Toolchains.Packing;

namespace StapFarm.Toolchains.Roots;

/// <summary>
/// Makes a toolchain's root of a tar that was sent: unpacked under guard, checked, tried. Its digest is over its files and
/// links, also when it has a package database: that tells neither what was built into the root nor what was changed in it.
/// </summary>
internal sealed class SentRootMaker(IBlobStore blobs, ToolchainOptions options, TimeProvider time)
{
    /// <param name="folder">A path that doesn't exist yet.</param>
    /// <exception cref="FarmException"><c>Corrupt</c>, <c>InvalidRequest</c>, <c>Unsupported</c>, <c>LimitExceeded</c>: the tar is refused; <c>StoreFull</c>, <c>Unavailable</c>.</exception>
    public async Task<MadeRoot> MakeAsync(ToolchainFile file, string folder, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        FileModes.Set(folder, FileModes.Open);
        var listing = await ExtractAsync(file, folder, progress, cancellationToken);
        progress.Report(new WorkProgress("inspect", "trying stap and the compilers in the root"));
        var sandbox = new RootSandbox(folder, options.TrialLimit, time);
        var (stap, compilers) = await new RootCheck(folder, sandbox).RunAsync(cancellationToken);
        var packages = await RootPackages.ReadAsync(folder, sandbox, cancellationToken);
        RemoveDatabases(folder, listing);

        var host = RootArchitecture.Here;
        var identity = new RootIdentity(RootIdentity.ContentsRecipe, host, [host], []) { Contents = listing.ComputeDigest() };
        identity.WriteInto(folder);
        return new MadeRoot(folder, stap, [.. compilers.Keys], identity) { CompilerReleases = compilers, Packages = packages };
    }

    private async Task<RootListing> ExtractAsync(ToolchainFile file, string folder, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var steps = new ByteSteps("unpack", $"unpacking {file.FileName}", total: null, progress);
        var extractor = new RootExtractor(folder, steps.Add);
        try
        {
            await using var content = await blobs.OpenAsync(file.Content, offset: 0, cancellationToken);
            await TarCompression.ReadAsync(
                content,
                tar => new RootArchive(options.MaxRootBytes).ReadAsync(tar, entry => extractor.AddAsync(entry, cancellationToken), cancellationToken),
                cancellationToken);
            extractor.Finish();
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            throw new FarmException(FailureCode.StoreFull, $"The disk is full: there is no room to unpack {file.FileName} in {options.Scratch}.", "Free some, then give the same command again.", exception);
        }

        return extractor.Listing;
    }

    private static void RemoveDatabases(string folder, RootListing listing)
    {
        foreach (var place in RootFilter.PackageDatabases.Where(place => !place.StartsWith("var/", StringComparison.Ordinal)).Append("var"))
        {
            listing.Remove(place);
            if (RootPath.HasFolder(folder, place))
            {
                Directory.Delete(Path.Combine(folder, place), recursive: true);
            }
        }
    }
}
