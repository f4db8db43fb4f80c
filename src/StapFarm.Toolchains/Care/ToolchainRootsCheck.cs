using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Depot;

namespace StapFarm.Toolchains.Care;

/// <summary>
/// Holds the unpacked toolchains of this machine against the packed ones, and finds those that are nobody's. One that isn't
/// unpacked lacks nothing: it is when a build needs it.
/// </summary>
/// <param name="isShared">Whether other farms may have their roots in the folder too: then those that this one doesn't know are theirs.</param>
public sealed class ToolchainRootsCheck(
    IOptions<ToolchainOptions> options, bool isShared, IToolchainDepot depot, IManifestStore manifests, IBlobStore blobs, IUses uses, TimeProvider time) : IStoreCheck
{
    /// <summary>Of unpacked bytes, of which the packed root has about a third.</summary>
    private const int Expansion = 3;

    private readonly RootComparison _comparison = new(blobs);
    private readonly RootFolders _folders = new(blobs, options, time);

    public string Store => "toolchains";

    public async IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var unpacked = Unpacked().ToHashSet();
        var known = (await depot.ListAsync(cancellationToken)).Where(toolchain => unpacked.Contains(toolchain.Digest)).ToList();
        var rate = new ByteRate(Store, quick ? "looking at toolchains" : "comparing toolchains", quick ? 0 : Expansion * known.Sum(toolchain => toolchain.Root.Size), progress, time);
        foreach (var toolchain in known)
        {
            if (await _comparison.RunAsync(toolchain, FolderOf(toolchain.Digest), quick, rate, cancellationToken) is { } what)
            {
                yield return new(Store, toolchain.ToString(), what, "")
                {
                    Repair = (repairing, token) => UnpackAgainAsync(toolchain, quick, repairing, token),
                };
            }
        }

        foreach (var digest in unpacked.Where(_ => !isShared))
        {
            if (await manifests.GetAsync(new(ManifestKind.Toolchain, digest.ToString()), cancellationToken) is null)
            {
                yield return new(Store, digest.ToString(), "is the unpacked root of a toolchain that the farm doesn't have", "")
                {
                    Repair = (_, token) => RemoveAsync(digest, token),
                };
            }
        }
    }

    private async Task<string> UnpackAgainAsync(Toolchain toolchain, bool quick, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var unseen = new ByteRate(Store, "comparing", 0, progress, time);
        if (await _comparison.RunAsync(toolchain, FolderOf(toolchain.Digest), quick, unseen, cancellationToken) is null)
        {
            return "it is whole by now";
        }

        await DemandUnusedAsync(toolchain.Digest, cancellationToken);
        if (await blobs.StatAsync(toolchain.Root.Digest, cancellationToken) is null)
        {
            throw new FarmException(FailureCode.NotFound, "Its packed root isn't in the store, so it can't be unpacked again.", "Remove the toolchain and add it again.");
        }

        await _folders.RemoveAsync(toolchain.Digest, cancellationToken);
        await _folders.OpenAsync(toolchain, progress, cancellationToken);
        return "unpacked it again";
    }

    private async Task<string> RemoveAsync(Digest digest, CancellationToken cancellationToken)
    {
        await DemandUnusedAsync(digest, cancellationToken);
        if (await manifests.GetAsync(new(ManifestKind.Toolchain, digest.ToString()), cancellationToken) is not null)
        {
            return "the farm has the toolchain by now";
        }

        await _folders.RemoveAsync(digest, cancellationToken);
        return "removed it";
    }

    private async Task DemandUnusedAsync(Digest toolchain, CancellationToken cancellationToken)
    {
        if ((await uses.ListAsync(cancellationToken)).FirstOrDefault(use => use.Pair?.Toolchain == toolchain) is { } use)
        {
            throw new FarmException(FailureCode.InUse, $"It is in use by {use.By}.", "Repair it when that has ended.");
        }
    }

    private string FolderOf(Digest digest) => Path.Combine(options.Value.Roots, digest.ToString());

    private IEnumerable<Digest> Unpacked()
    {
        foreach (var folder in Directory.Exists(options.Value.Roots) ? Directory.EnumerateDirectories(options.Value.Roots) : [])
        {
            if (Digest.TryParse(Path.GetFileName(folder), out var digest))
            {
                yield return digest;
            }
        }
    }
}
