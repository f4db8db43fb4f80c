using System.Runtime.CompilerServices;
using StapFarm.Kernels.Depot;
using StapFarm.Kernels.Trees;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Care;

/// <summary>
/// Holds the kernel trees of this machine against their listings, whose digests they are named by. A machine that holds no
/// tree at all is no worker, and lacks none.
/// </summary>
/// <param name="root">The depot's folder.</param>
/// <param name="isShared">Whether other farms may have their trees there too: then those that this one doesn't know are theirs.</param>
public sealed class KernelTreesCheck(string root, bool isShared, IManifestStore manifests, IKernelDepot depot, IUses uses, TimeProvider time) : IStoreCheck
{
    private readonly TreeFolders _folders = new(root);

    public string Store => "kernels";

    public async IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var held = _folders.Held().ToHashSet();
        var known = await KnownAsync(cancellationToken);
        var rate = new ByteRate(Store, quick ? "looking at kernel trees" : "hashing kernel trees", known.Where(tree => held.Contains(tree.Digest)).Sum(tree => tree.Bytes), progress, time);
        foreach (var tree in known.Where(_ => held.Count > 0))
        {
            if (await JudgeAsync(tree.Digest, quick, rate.Add, cancellationToken) is { } what)
            {
                yield return new(Store, $"{tree.Identity.Release} {tree.Digest.Short}", what, $"Or remove the kernel and add it again: stapfarm kernel remove {tree.Digest.Short}")
                {
                    Repair = (repairing, token) => FetchAgainAsync(tree, quick, repairing, token),
                };
            }
        }

        foreach (var digest in held.Except(known.Select(tree => tree.Digest)).Where(_ => !isShared))
        {
            // One that can't be read is the other check's finding.
            if (await manifests.GetAsync(KernelTreeDocument.Name(digest), cancellationToken) is null)
            {
                yield return Unknown(digest);
            }
        }
    }

    private async Task<List<KernelTree>> KnownAsync(CancellationToken cancellationToken)
    {
        var known = new List<KernelTree>();
        await foreach (var name in manifests.ListAsync(ManifestKind.KernelTree, cancellationToken))
        {
            try
            {
                if (await manifests.GetAsync(name, cancellationToken) is { } document)
                {
                    known.Add(KernelTreeDocument.Read(document));
                }
            }
            catch (FarmException)
            {
                // The check of the manifests says it.
            }
        }

        return known;
    }

    /// <summary>What is wrong with a tree's folder; null when nothing is.</summary>
    private async Task<string?> JudgeAsync(Digest digest, bool quick, Action<long> read, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_folders.Tree(digest)))
        {
            return "isn't on this machine, which holds others";
        }

        if (!File.Exists(_folders.Listing(digest)))
        {
            return "has lost its listing";
        }

        var listing = await File.ReadAllBytesAsync(_folders.Listing(digest), cancellationToken);
        if (Digest.Of(listing) != digest)
        {
            return "has a listing that isn't the one it is named by";
        }

        try
        {
            return await new TreeComparison(_folders.Tree(digest), quick, read).RunAsync(TreeListingReader.Read(listing), cancellationToken);
        }
        catch (FarmException exception)
        {
            return exception.Failure.Message;
        }
    }

    /// <summary>Fetches the tree from where it came from; the damaged one, better than none, stays until that has succeeded.</summary>
    private async Task<string> FetchAgainAsync(KernelTree tree, bool quick, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        if (await JudgeAsync(tree.Digest, quick, _ => { }, cancellationToken) is null)
        {
            return "it is whole by now";
        }

        if ((await uses.ListAsync(cancellationToken)).FirstOrDefault(use => use.Pair?.Tree == tree.Digest) is { } use)
        {
            throw new FarmException(FailureCode.InUse, $"It is in use by {use.By}.", "Repair it when that has ended.");
        }

        var aside = _folders.SetAside(tree.Digest);
        try
        {
            var fetched = await depot.AddAsync(tree.Origin.Length > 0 ? tree.Origin : tree.Identity.Release, progress, cancellationToken);
            if (fetched.Digest != tree.Digest)
            {
                throw new FarmException(
                    FailureCode.BadKernelTree,
                    $"Its source gives another tree now, {fetched.Digest.Short}, which the farm has beside it.",
                    $"Remove this one: stapfarm kernel remove {tree.Digest.Short}");
            }
        }
        catch
        {
            _folders.PutBack(tree.Digest, aside);
            throw;
        }

        if (aside is not null)
        {
            TreeFolders.Discard(aside);
        }

        return "fetched it again";
    }

    private Finding Unknown(Digest digest)
    {
        var finding = new Finding(Store, digest.ToString(), "is the folder of a tree that the farm doesn't know", $"If nobody needs it, remove it: stapfarm kernel remove {digest.Short}");
        return File.Exists(_folders.Document(digest))
            ? finding with
            {
                Repair = async (_, cancellationToken) =>
                {
                    var tree = KernelTreeDocument.Read(await File.ReadAllBytesAsync(_folders.Document(digest), cancellationToken));
                    await manifests.PutIfAbsentAsync(KernelTreeDocument.Name(digest), KernelTreeDocument.Write(tree), cancellationToken);
                    return $"made {tree.Identity.Release} known to the farm again";
                },
            }
            : finding with
            {
                What = "is a folder among the trees without a tree's document",
                Advice = "",
                Repair = (_, _) => Task.FromResult(_folders.Remove(digest) ? "removed it" : "it is gone by now"),
            };
    }
}
