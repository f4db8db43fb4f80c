namespace StapFarm.Kernels.Rpm;

/// <summary>Where Fedora's and Red Hat's packages have things that a kernel tree has elsewhere.</summary>
internal static class RpmPaths
{
    /// <summary>The path as a tree has it; null for what a tree has no use for.</summary>
    public static string? Translate(string path, string release)
    {
        path = path.StartsWith("usr/lib/modules/", StringComparison.Ordinal) ? path[4..] : path;
        var modules = $"lib/modules/{release}/";
        if (path == modules + "vmlinuz")
        {
            return $"boot/vmlinuz-{release}";
        }

        if (path == modules + "System.map")
        {
            return $"boot/System.map-{release}";
        }

        // The build-id links there name debug files as the package does; the tree gets its own. Sources aren't needed.
        if (path.StartsWith("usr/lib/debug/.build-id", StringComparison.Ordinal) || path.StartsWith("usr/src/debug", StringComparison.Ordinal))
        {
            return null;
        }

        return path.StartsWith("usr/lib/debug/", StringComparison.Ordinal) && path.EndsWith(".ko.debug", StringComparison.Ordinal) ? path[..^".debug".Length] : path;
    }
}
