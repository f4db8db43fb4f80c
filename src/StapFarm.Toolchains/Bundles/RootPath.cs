namespace StapFarm.Toolchains.Bundles;

/// <summary>Finds files of a root by the paths that its own programs use: absolute links lead into the root, not out of it.</summary>
internal static class RootPath
{
    // As the kernel allows in one path (path_resolution(7)).
    private const int MostLinks = 40;

    /// <param name="path">As seen inside the root, e.g. <c>/usr/lib/libelf.so.1</c>.</param>
    /// <returns>The file's path on this machine, with no link left in the part inside the root; null when there is no such file.</returns>
    public static string? FindFile(string root, string path)
    {
        var ahead = new Stack<string>(Parts(path).Reverse());
        var found = new List<string>();
        var links = 0;
        while (ahead.TryPop(out var part))
        {
            if (part == "..")
            {
                found = found.Count == 0 ? found : found[..^1];
                continue;
            }

            var here = new FileInfo(Path.Combine([root, .. found, part]));
            if (here.LinkTarget is not { } target)
            {
                found.Add(part);
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            if (target.StartsWith('/'))
            {
                found.Clear();
            }

            foreach (var next in Parts(target).Reverse())
            {
                ahead.Push(next);
            }
        }

        var file = Path.Combine([root, .. found]);
        return File.Exists(file) ? file : null;
    }

    /// <summary>Whether there is a folder at a path without any link on the way: one that this machine's own calls may be given.</summary>
    public static bool HasFolder(string root, string path)
    {
        var here = root;
        foreach (var part in Parts(path))
        {
            here = Path.Combine(here, part);
            if (new DirectoryInfo(here) is not { Exists: true, LinkTarget: null })
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".");
}
