using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Translation.Preparation;

namespace StapFarm.Translation.Care;

/// <summary>
/// Finds prepared pairs that nothing uses: of toolchains or kernel trees that are gone, of earlier layouts, and what a killed
/// process has left half-made.
/// </summary>
/// <param name="folder">The prepared pairs; may be missing.</param>
/// <param name="isShared">Whether other farms, perhaps of other releases, have theirs there too. Then none is anybody's to remove.</param>
public sealed partial class PreparedPairsCheck(string folder, bool isShared, IManifestStore manifests, IUses uses) : IStoreCheck
{
    private const string Making = ".making";
    private const string Lock = ".lock";

    public string Store => "prepared pairs";

    public async IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        progress.Report(new(Store, $"looking at the prepared pairs in {folder}"));
        if (isShared || !Directory.Exists(folder))
        {
            yield break;
        }

        var known = await KnownAsync(cancellationToken);
        foreach (var path in Directory.GetDirectories(folder))
        {
            if (Judge(Path.GetFileName(path), known) is { } what)
            {
                yield return new(Store, Path.GetFileName(path), what, "") { Repair = (_, token) => RemoveAsync(path, token) };
            }
        }
    }

    /// <summary>What is wrong with a folder; null when nothing is, or it is none of ours.</summary>
    private string? Judge(string name, HashSet<string> known)
    {
        if (name.EndsWith(Making, StringComparison.Ordinal))
        {
            return TryLock(name[..^Making.Length]) is { } held ? Say("was left half-made by a process that was killed", held) : null;
        }

        return PairFolder().Match(name) is not { Success: true } pair || known.Contains(name) ? null
            : known.Any(one => one.EndsWith(pair.Groups["pair"].Value, StringComparison.Ordinal)) ? "is of an earlier layout: the pair is prepared anew when it is used"
            : "is of a toolchain or kernel tree that is gone";
    }

    private async Task<string> RemoveAsync(string path, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        var pairName = name.EndsWith(Making, StringComparison.Ordinal) ? name[..^Making.Length] : name;
        if ((await uses.ListAsync(cancellationToken)).Any(use => use.Pair is { } pair && PreparedPairs.NameOf(pair) == pairName))
        {
            return "it is in use by now";
        }

        await using var held = TryLock(pairName);
        if (held is null || !Directory.Exists(path))
        {
            return "it is in use or gone by now";
        }

        Directory.Delete(path, recursive: true);
        File.Delete(Path.Combine(folder, pairName + Lock));
        return "removed it";
    }

    /// <summary>The names that the folders of this farm's pairs have.</summary>
    private async Task<HashSet<string>> KnownAsync(CancellationToken cancellationToken)
    {
        var toolchains = await DigestsAsync(ManifestKind.Toolchain, cancellationToken);
        var trees = await DigestsAsync(ManifestKind.KernelTree, cancellationToken);
        return [.. from toolchain in toolchains from tree in trees select PreparedPairs.NameOf(new PairName(toolchain, tree))];
    }

    private async Task<List<Digest>> DigestsAsync(ManifestKind kind, CancellationToken cancellationToken)
    {
        var digests = new List<Digest>();
        await foreach (var name in manifests.ListAsync(kind, cancellationToken))
        {
            if (Digest.TryParse(name.Id, out var digest))
            {
                digests.Add(digest);
            }
        }

        return digests;
    }

    private static string Say(string what, FileStream held)
    {
        held.Dispose();
        return what;
    }

    /// <summary>The lock that a pair is prepared under; null while it is.</summary>
    private FileStream? TryLock(string pairName)
    {
        try
        {
            return new FileStream(Path.Combine(folder, pairName + Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\Av\d+-\d+(?<pair>-[0-9a-f]{32}-[0-9a-f]{32})\z")]
    private static partial Regex PairFolder();
}
