using StapFarm.Model.Content;

namespace StapFarm.Kernels.Depot;

/// <summary>
/// The folders under a depot's root: <c>trees/DIGEST/</c> with the tree in <c>tree/</c>, its document <c>tree.json</c> and
/// its listing, there as a whole or not at all; <c>scratch/</c> for what is being made or removed; <c>locks/</c>.
/// </summary>
internal sealed class TreeFolders(string root)
{
    /// <summary>How folders with files that were sent begin. One that a killed process left is as old as <see cref="AbandonedAfter"/> some day.</summary>
    public const string SentPrefix = "files-";

    /// <summary>How the folder begins in which a release is composed; its name follows, and its lock is held meanwhile.</summary>
    public const string AddPrefix = "add-";

    /// <summary>How folders begin that are being deleted.</summary>
    public const string RemovedPrefix = "removed-";

    /// <summary>How folders begin that may be put back.</summary>
    public const string AsidePrefix = "aside-";

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    private readonly string _root = Path.GetFullPath(root);

    public string Root => _root;

    public string Document(Digest digest) => Path.Combine(Home(digest), "tree.json");

    public string Tree(Digest digest) => Path.Combine(Home(digest), "tree");

    public string Listing(Digest digest) => Path.Combine(Home(digest), "listing");

    public string ScratchFolder => Path.Combine(_root, "scratch");

    public string Lock(string release) => Path.Combine(_root, "locks", release);

    /// <summary>Digests of the trees that are here.</summary>
    public IEnumerable<Digest> Held()
    {
        var trees = Path.Combine(_root, "trees");
        foreach (var folder in Directory.Exists(trees) ? Directory.EnumerateDirectories(trees) : [])
        {
            if (Digest.TryParse(Path.GetFileName(folder), out var digest))
            {
                yield return digest;
            }
        }
    }

    /// <summary>An empty folder to compose a tree of this release in. The lock of the release must be held: what stands there is a leftover.</summary>
    public string Scratch(string release)
    {
        SweepRemoved();
        var folder = Path.Combine(ScratchFolder, AddPrefix + release);
        Discard(folder);
        Directory.CreateDirectory(Path.Combine(folder, "tree"));
        return folder;
    }

    /// <summary>Puts a composed tree in its place; the one that is there already is as good.</summary>
    public void Publish(string scratch, Digest digest)
    {
        var home = Home(digest);
        Directory.CreateDirectory(Path.GetDirectoryName(home)!);
        try
        {
            Directory.Move(scratch, home);
        }
        catch (IOException) when (Directory.Exists(Tree(digest)))
        {
            Discard(scratch);
        }
    }

    /// <summary>Takes a tree away at once, then deletes it; false when it isn't here.</summary>
    public bool Remove(Digest digest)
    {
        if (Take(digest, RemovedPrefix) is not { } removed)
        {
            return false;
        }

        Discard(removed);
        return true;
    }

    /// <summary>Takes a tree away for a while; gives the folder for <see cref="PutBack"/>, null when the tree isn't here.</summary>
    public string? SetAside(Digest digest) => Take(digest, AsidePrefix);

    /// <summary>Undoes <see cref="SetAside"/>, unless there is another one by now.</summary>
    public void PutBack(Digest digest, string? aside)
    {
        if (aside is not null)
        {
            Publish(aside, digest);
        }
    }

    /// <summary>Deletes a folder that nobody needs; that another process deletes it too is no trouble.</summary>
    public static void Discard(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
    }

    private string? Take(Digest digest, string prefix)
    {
        var taken = Path.Combine(ScratchFolder, $"{prefix}{digest.Short}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(ScratchFolder);
        try
        {
            Directory.Move(Home(digest), taken);
            // From now on it may count as abandoned.
            Directory.SetLastWriteTimeUtc(taken, DateTime.UtcNow);
            return taken;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void SweepRemoved()
    {
        if (!Directory.Exists(ScratchFolder))
        {
            return;
        }

        var abandoned = DateTime.UtcNow - AbandonedAfter;
        foreach (var leftover in Directory.GetDirectories(ScratchFolder, $"{RemovedPrefix}*")
            .Concat(Directory.GetDirectories(ScratchFolder, $"{SentPrefix}*").Where(folder => Directory.GetLastWriteTimeUtc(folder) < abandoned)))
        {
            Discard(leftover);
        }
    }

    private string Home(Digest digest) => Path.Combine(_root, "trees", digest.ToString());
}
