namespace StapFarm.Translation.Hints.Tree;

/// <summary>Names in a kernel tree, read from its plain text files: cheaper than any question to stap.</summary>
internal sealed class TreeNames(string folder, string release)
{
    /// <summary>Functions of vmlinux by their names in the source; without those that the compiler has inlined everywhere.</summary>
    public IEnumerable<string> Functions() =>
        from line in Lines(Path.Combine(folder, "boot", $"System.map-{release}"))
        let words = line.Split(' ')
        where words is [_, "t" or "T", _] && !words[2].StartsWith("__pfx_", StringComparison.Ordinal)
        select CompilerSuffix.Strip(words[2]);

    /// <summary>Modules that have a function of this name, or names that begin alike, by what they export: likely first.</summary>
    public IReadOnlyList<string> ModulesLike(string function, int count)
    {
        var prefix = function[..(function.IndexOf('_', 1) + 1)];
        return
        [
            .. (from line in Lines(Path.Combine(Headers(), "Module.symvers"))
               let words = line.Split('\t')
               where words.Length > 2 && words[2] != "vmlinux"
               let weight = words[1] == function ? 1000 : prefix.Length > 2 && words[1].StartsWith(prefix, StringComparison.Ordinal) ? 1 : 0
               where weight > 0
               group weight by ModuleName(words[2]) into module
               orderby module.Sum() descending, module.Key
               select module.Key).Take(count),
        ];
    }

    /// <summary>Modules that can be loaded, by the names the kernel gives them (with <c>_</c> for <c>-</c>).</summary>
    public IReadOnlySet<string> Modules() =>
        Path.Combine(folder, "lib/modules", release, "kernel") is var kernel && Directory.Exists(kernel)
            ? Directory.EnumerateFiles(kernel, "*.ko*", SearchOption.AllDirectories).Select(ModuleName).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What would be modules, but is part of this kernel's vmlinux.</summary>
    public IReadOnlySet<string> BuiltIn() =>
        Lines(Path.Combine(folder, "lib/modules", release, "modules.builtin")).Select(ModuleName).ToHashSet(StringComparer.Ordinal);

    /// <summary>The kernel's name of a module, from a path, a file's name or a name as people write it.</summary>
    public static string ModuleName(string path)
    {
        var name = Path.GetFileName(path);
        var end = name.IndexOf(".ko", StringComparison.Ordinal);
        return (end < 0 ? name : name[..end]).Replace('-', '_');
    }

    /// <summary>The tree's own links are those of a machine's root: followed here, they would leave the tree.</summary>
    private string Headers()
    {
        var build = Path.Combine(folder, "lib/modules", release, "build");
        return new FileInfo(build).LinkTarget is { } target && Path.IsPathRooted(target)
            ? Path.Join(folder, Path.GetFullPath(target))
            : build;
    }

    private static IEnumerable<string> Lines(string file) =>
        new FileInfo(file) is { Exists: true, LinkTarget: null } ? File.ReadLines(file) : [];
}
