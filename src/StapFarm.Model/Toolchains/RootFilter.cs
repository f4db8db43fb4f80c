namespace StapFarm.Model.Toolchains;

/// <summary>Which files of a root that is sent a toolchain keeps: what a sandbox shows of it, less what no build of a module opens.</summary>
public static class RootFilter
{
    /// <summary>What a translation's sandbox has of a root.</summary>
    private static readonly string[] Kept = ["usr", "etc", "opt", "bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    /// <summary>Says which packages there are; taken out again when they are known.</summary>
    public static IReadOnlyList<string> PackageDatabases { get; } = ["var/lib/dpkg/status", "var/lib/rpm", "usr/lib/sysimage/rpm"];

    // Kernels' places are bound over, the rest is for people or for running the distribution.
    private static readonly string[] LeftOut =
    [
        "etc/gshadow", "etc/gshadow-", "etc/hostname", "etc/machine-id", "etc/mtab", "etc/resolv.conf", "etc/shadow", "etc/shadow-",
        "lib/modules", "usr/lib/debug", "usr/lib/locale", "usr/lib/modules", "usr/share/doc-base", "usr/share/info",
        "usr/share/lintian", "usr/share/locale", "usr/share/man", "usr/src",
    ];

    private static readonly string[] Licences = ["copyright", "license", "licence", "copying", "notice"];

    /// <param name="path">Relative to the root, e.g. <c>usr/bin/stap</c>.</param>
    public static bool Keeps(string path)
    {
        if (PackageDatabases.Any(database => IsAt(path, database)))
        {
            return true;
        }

        if (!Kept.Any(top => IsAt(path, top)) || LeftOut.Any(left => IsAt(path, left)))
        {
            return false;
        }

        return !IsAt(path, "usr/share/doc")
            || Licences.Any(word => path[(path.LastIndexOf('/') + 1)..].StartsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a path is another, or below it.</summary>
    public static bool IsAt(string path, string place) =>
        path.StartsWith(place, StringComparison.Ordinal) && (path.Length == place.Length || path[place.Length] == '/');
}
