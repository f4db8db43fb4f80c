using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Identity;

namespace StapFarm.Toolchains.Making;

/// <summary>The unpacked packages of staprun for another architecture. They were never installed, so dpkg knows nothing of them.</summary>
internal static class RuntimeRoot
{
    // Where packages of merged-/usr suites find what they have below /usr.
    private static readonly string[] Merged = ["bin", "lib", "lib64", "sbin"];

    /// <summary>Makes the links that the package base-files would have made.</summary>
    public static void LinkMerged(string folder)
    {
        foreach (var name in Merged.Where(name => !Path.Exists(Path.Combine(folder, name)) && Directory.Exists(Path.Combine(folder, "usr", name))))
        {
            File.CreateSymbolicLink(Path.Combine(folder, name), $"usr/{name}");
        }
    }

    /// <summary>What was unpacked, by the files' names (<c>NAME_VERSION_ARCHITECTURE.deb</c>, a colon written %3a).</summary>
    public static IReadOnlyList<ToolchainPackage> Packages(string folder) => PackageInventory.Find(
        folder,
        Directory.EnumerateFiles(Path.Combine(folder, "var/cache/apt/archives"), "*.deb")
            .Select(file => Path.GetFileNameWithoutExtension(file).Split('_'))
            .Where(parts => parts.Length == 3)
            .Select(parts => (parts[0], Uri.UnescapeDataString(parts[1]), parts[2])));
}
