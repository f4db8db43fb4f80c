using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Bundles;
using StapFarm.Toolchains.Identity;

namespace StapFarm.Toolchains.Roots;

/// <summary>What a root's package database lists: for people, as the contents are the toolchain's identity.</summary>
internal static class RootPackages
{
    private const string Dpkg = "var/lib/dpkg/status";
    private const string Rpm = "/usr/bin/rpm";
    private const string RpmFormat = "%{NAME}\\t%{VERSION}-%{RELEASE}\\t%{ARCH}\\n";
    private const int MostRpmBytes = 4 << 20;

    /// <returns>By name; nothing when there is no database, or the root has no program to read it.</returns>
    public static async Task<IReadOnlyList<ToolchainPackage>> ReadAsync(string root, RootSandbox sandbox, CancellationToken cancellationToken)
    {
        var packages = RootPath.FindFile(root, Dpkg) is { } status ? ReadDpkg(status)
            : RootPath.FindFile(root, Rpm) is not null ? await AskRpmAsync(sandbox, cancellationToken)
            : [];
        return [.. packages.OrderBy(package => package.Name, StringComparer.Ordinal).ThenBy(package => package.Architecture, StringComparer.Ordinal)];
    }

    internal static IEnumerable<ToolchainPackage> ParseRpm(string text) =>
        from line in text.Split('\n')
        let fields = line.Split('\t')
        where fields.Length == 3 && fields[0] != "gpg-pubkey"
        select new ToolchainPackage(fields[0], fields[1], fields[2], "");

    private static IEnumerable<ToolchainPackage> ReadDpkg(string status)
    {
        using var reader = File.OpenText(status);
        return [.. PackageInventory.ReadInstalled(reader).Select(package => new ToolchainPackage(package.Name, package.Version, package.Architecture, ""))];
    }

    private static async Task<IEnumerable<ToolchainPackage>> AskRpmAsync(RootSandbox sandbox, CancellationToken cancellationToken)
    {
        var text = new MemoryStream();
        var end = await sandbox.RunAsync([Rpm, "--query", "--all", "--queryformat", RpmFormat], cancellationToken, async (output, token) =>
        {
            var buffer = new byte[4096];
            int read;
            while ((read = await output.ReadAsync(buffer, token)) > 0)
            {
                await text.WriteAsync(buffer.AsMemory(0, Math.Min(read, Math.Max(0, MostRpmBytes - (int)text.Length))), token);
            }
        });
        return end.Succeeded ? ParseRpm(System.Text.Encoding.UTF8.GetString(text.ToArray())) : [];
    }
}
