namespace StapFarm.Kernels.Trees;

/// <summary>Where the parts of a kernel's packages go in its tree.</summary>
/// <param name="release">What <c>uname -r</c> prints.</param>
/// <param name="isWhole">Whether the packages have all that the kernel's build made, as Debian's; others leave things out.</param>
internal sealed class TreeLayout(string release, bool isWhole = true)
{
    private static readonly string[] Kept = ["boot/", "lib/modules/", "usr/src/", "usr/lib/debug/", "usr/lib/linux-kbuild-"];

    public string Release => release;

    public bool IsWhole => isWhole;

    /// <summary>Whether debug information came from a server of such: it may lack that of modules, and has no System.map.</summary>
    public bool HasFetchedDebugInfo { get; set; }

    /// <summary>The folder that modules are built in: Debian's, until <see cref="Settle"/> has found Fedora's.</summary>
    public string Headers { get; private set; } = $"usr/src/linux-headers-{release}";

    public string Modules => $"lib/modules/{release}";

    public string Debug => $"usr/lib/debug/lib/modules/{release}";

    public string Vmlinux => $"{Debug}/vmlinux";

    public string SystemMap => $"boot/System.map-{release}";

    public string Image => $"boot/vmlinuz-{release}";

    /// <summary>Whether a tree has a use for what is at this path.</summary>
    public static bool IsKept(string path) => Array.Exists(Kept, kept => path.StartsWith(kept, StringComparison.Ordinal));

    /// <summary>Looks where the headers are, once everything is in its place.</summary>
    public void Settle(TreeListing listing)
    {
        var other = $"usr/src/kernels/{release}";
        if (listing[Headers] is null && listing[other] is not null)
        {
            Headers = other;
        }
    }

    /// <summary>The path in the tree for a path in a package, or null for what a tree has no use for.</summary>
    public string? Place(string path)
    {
        // Packages of merged-/usr suites put modules where older ones have a link's far side.
        path = path.StartsWith("usr/lib/modules", StringComparison.Ordinal) ? path[4..] : path;
        path = path.StartsWith("usr/lib/debug/usr/lib/modules", StringComparison.Ordinal) ? "usr/lib/debug/" + path["usr/lib/debug/usr/".Length..] : path;
        if (path == $"usr/lib/debug/{SystemMap}")
        {
            return SystemMap;
        }

        // 6.12's headers have a vmlinux with nothing but BTF. Here it could be taken for the real one.
        return path != $"{Headers}/vmlinux" && IsKept(path) ? path : null;
    }

    /// <summary>
    /// The target for a link. Those to the headers are absolute, as on the kernel's own host: they must hold wherever
    /// a sandbox shows the parts of the tree, and <c>/lib</c> may be a link there.
    /// </summary>
    public string Target(string path, string target)
    {
        const string Sources = "/src/";
        var at = path == $"{Modules}/build" || path == $"{Modules}/source" ? target.LastIndexOf(Sources, StringComparison.Ordinal) : -1;
        return at < 0 ? target : $"/usr/src/{target[(at + Sources.Length)..]}";
    }
}
