using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Identity;

/// <summary>
/// The packages of a Debian root with the SHA-256 of the files they came from: dpkg's status says what is installed, apt's
/// lists (covered by the archive's signature, and what apt held each download against) say the hashes.
/// </summary>
internal static class PackageInventory
{
    private static readonly HashSet<string> StatusFields = ["Package", "Version", "Architecture", "Status"];
    private static readonly HashSet<string> ListFields = ["Package", "Version", "Architecture", "SHA256"];

    /// <returns>Sorted by name, then architecture.</returns>
    /// <exception cref="FarmException"><c>SourceFailed</c> when the lists lack an installed package.</exception>
    public static IReadOnlyList<ToolchainPackage> Read(string root) => Find(root, ReadInstalled(root));

    /// <summary>The packages with the hashes that the root's lists have for them.</summary>
    /// <returns>Sorted by name, then architecture.</returns>
    /// <exception cref="FarmException"><c>SourceFailed</c> when the lists lack one.</exception>
    public static IReadOnlyList<ToolchainPackage> Find(string root, IEnumerable<(string Name, string Version, string Architecture)> names)
    {
        var installed = names.ToHashSet();
        var hashes = new Dictionary<(string, string, string), string>();
        foreach (var list in Directory.EnumerateFiles(Path.Combine(root, "var/lib/apt/lists"), "*_Packages"))
        {
            using var reader = File.OpenText(list);
            foreach (var stanza in DebianControl.Read(reader, ListFields))
            {
                var name = NameOf(stanza);
                if (installed.Contains(name) && stanza.TryGetValue("SHA256", out var hash))
                {
                    hashes.TryAdd(name, hash);
                }
            }
        }

        var missing = installed.Where(name => !hashes.ContainsKey(name)).Select(name => $"{name.Name} {name.Version}").Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            throw new FarmException(
                FailureCode.SourceFailed,
                $"The archive's lists have no hash of these installed packages: {string.Join(", ", missing)}. The root can't be told from another one without them.",
                "The archive may have changed in between; add the toolchain again.");
        }

        return [.. installed
            .Select(name => new ToolchainPackage(name.Name, name.Version, name.Architecture, hashes[name]))
            .OrderBy(package => package.Name, StringComparer.Ordinal)
            .ThenBy(package => package.Architecture, StringComparer.Ordinal)];
    }

    public static HashSet<(string Name, string Version, string Architecture)> ReadInstalled(string root)
    {
        using var status = File.OpenText(Path.Combine(root, "var/lib/dpkg/status"));
        return ReadInstalled(status);
    }

    /// <param name="status">dpkg's file <c>status</c>.</param>
    public static HashSet<(string Name, string Version, string Architecture)> ReadInstalled(TextReader status) =>
        [.. DebianControl.Read(status, StatusFields)
            .Where(stanza => stanza.GetValueOrDefault("Status", "").EndsWith(" ok installed", StringComparison.Ordinal))
            .Select(NameOf)];

    private static (string Name, string Version, string Architecture) NameOf(IReadOnlyDictionary<string, string> stanza) =>
        (stanza.GetValueOrDefault("Package", ""), stanza.GetValueOrDefault("Version", ""), stanza.GetValueOrDefault("Architecture", ""));
}
