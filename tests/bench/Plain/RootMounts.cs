namespace StapFarm.Bench.Plain;

/// <summary>
/// bubblewrap's words for a toolchain's root with a kernel tree in it. The root has a folder for each part of the tree but
/// <c>/usr/lib/linux-kbuild-VERSION</c>, so <c>/usr/lib</c> is made anew of its entries.
/// </summary>
internal static class RootMounts
{
    private static readonly string[] Parts = ["boot", "usr/src", "usr/lib/debug"];

    public static IReadOnlyList<string> For(string root, string tree)
    {
        var words = new List<string>();
        foreach (var entry in Entries(root).Where(name => name is not ("boot" or "dev" or "home" or "proc" or "stapfarm" or "sys" or "tmp" or "usr")))
        {
            Show(entry);
        }

        foreach (var entry in Entries(Path.Combine(root, "usr")).Where(name => name is not ("lib" or "src")))
        {
            Show($"usr/{entry}");
        }

        foreach (var entry in Entries(Path.Combine(root, "usr/lib")).Where(name => name is not ("modules" or "debug")))
        {
            Show($"usr/lib/{entry}");
        }

        foreach (var part in Parts)
        {
            words.AddRange(["--ro-bind", Path.Combine(tree, part), $"/{part}"]);
        }

        words.AddRange(["--ro-bind", Path.Combine(tree, "lib/modules"), "/usr/lib/modules"]);
        foreach (var kbuild in Directory.EnumerateDirectories(Path.Combine(tree, "usr/lib"), "linux-kbuild-*"))
        {
            words.AddRange(["--ro-bind", kbuild, $"/usr/lib/{Path.GetFileName(kbuild)}"]);
        }

        return words;

        void Show(string path)
        {
            var source = Path.Combine(root, path);
            words.AddRange(new FileInfo(source).LinkTarget is { } link ? ["--symlink", link, $"/{path}"] : ["--ro-bind", source, $"/{path}"]);
        }
    }

    private static IEnumerable<string> Entries(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
