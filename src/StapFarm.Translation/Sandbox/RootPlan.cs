namespace StapFarm.Translation.Sandbox;

/// <summary>
/// Puts the parts of a kernel tree into the places of a toolchain's root where stap looks for them. The root is read-only
/// and lacks most of these places, so a folder in which one is missing is made anew, with everything that the root has in
/// it bound one by one.
/// </summary>
internal static class RootPlan
{
    /// <summary>What a translation needs of a root. The rest (home, root, srv, var, ...) stays out.</summary>
    private static readonly string[] TopLevel = ["usr", "etc", "opt", "bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    public static List<Mount> Compose(string toolchainRoot, string? treeFolder)
    {
        var grafts = treeFolder is null ? [] : Grafts(toolchainRoot, treeFolder);
        var mounts = new List<Mount>();
        foreach (var name in TopLevel)
        {
            Place(Path.Combine(toolchainRoot, name), "/" + name, grafts, mounts);
        }

        foreach (var graft in grafts.Where(graft => !TopLevel.Any(name => IsUnder(graft.Key, "/" + name))))
        {
            mounts.Add(new Mount.Bind(graft.Key, graft.Value));
        }

        return mounts;
    }

    private static SortedDictionary<string, string> Grafts(string root, string tree)
    {
        // In a merged root /lib is a link to usr/lib, and a bind over a link would follow it out of the plan.
        var lib = new DirectoryInfo(Path.Combine(root, "lib")).LinkTarget is null ? "/lib" : "/usr/lib";
        var grafts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add("boot", "/boot");
        Add("lib/modules", $"{lib}/modules");
        Add("usr/lib/modules", $"{lib}/modules");
        Add("usr/src", "/usr/src");
        Add("usr/lib/debug", "/usr/lib/debug");
        var libraries = Path.Combine(tree, "usr/lib");
        foreach (var kbuild in Directory.Exists(libraries) ? Directory.GetDirectories(libraries, "linux-kbuild-*") : [])
        {
            Add(Path.GetRelativePath(tree, kbuild), $"/usr/lib/{Path.GetFileName(kbuild)}");
        }

        return grafts;

        void Add(string part, string target)
        {
            if (Directory.Exists(Path.Combine(tree, part)))
            {
                grafts.TryAdd(target, Path.Combine(tree, part));
            }
        }
    }

    private static void Place(string source, string target, SortedDictionary<string, string> grafts, List<Mount> mounts)
    {
        if (new FileInfo(source).LinkTarget is { } link)
        {
            mounts.Add(new Mount.Link(target, link));
            return;
        }

        if (grafts.TryGetValue(target, out var graft))
        {
            mounts.Add(new Mount.Bind(target, graft));
            return;
        }

        var below = grafts.Where(pair => IsUnder(pair.Key, target)).ToList();
        if (below.Count == 0)
        {
            if (Path.Exists(source))
            {
                mounts.Add(new Mount.Bind(target, source));
            }

            return;
        }

        mounts.Add(new Mount.Folder(target));
        var names = Directory.Exists(source) ? Directory.GetFileSystemEntries(source).Select(Path.GetFileName) : [];
        foreach (var name in names.Concat(below.Select(pair => pair.Key[(target.Length + 1)..].Split('/')[0])).Distinct().Order(StringComparer.Ordinal))
        {
            Place(Path.Combine(source, name!), $"{target}/{name}", grafts, mounts);
        }
    }

    private static bool IsUnder(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && path.Length > folder.Length && path[folder.Length] == '/';
}
