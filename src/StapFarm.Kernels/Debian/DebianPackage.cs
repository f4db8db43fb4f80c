using System.Globalization;
using System.Text.RegularExpressions;

namespace StapFarm.Kernels.Debian;

/// <summary>A package as the archive's signed lists describe it.</summary>
/// <param name="Name">Name of the package.</param>
/// <param name="Version">Version.</param>
/// <param name="Architecture">Debian's name of the architecture, or <c>all</c>.</param>
/// <param name="Depends">The field Depends; empty without.</param>
/// <param name="Size">Bytes to download.</param>
/// <param name="InstalledBytes">Bytes it takes unpacked, about.</param>
/// <param name="Sha256">Hash of the .deb: 64 lower-case hexadecimal digits.</param>
internal sealed partial record DebianPackage(
    string Name, DebianVersion Version, string Architecture, string Depends, long Size, long InstalledBytes, string Sha256)
{
    /// <summary>Name of its file: the colon of an epoch can't stand there.</summary>
    public string FileName => $"{Name}_{Version.Text.Replace(":", "%3a", StringComparison.Ordinal)}_{Architecture}.deb";

    /// <summary>From what <c>apt-cache show</c> prints; null for a paragraph that lacks what a package has.</summary>
    public static DebianPackage? From(ControlParagraph paragraph) =>
        paragraph["Package"] is { } name && paragraph["Version"] is { } version && paragraph["SHA256"] is { } hash
            && long.TryParse(paragraph["Size"], CultureInfo.InvariantCulture, out var size)
            ? new DebianPackage(
                name, new DebianVersion(version), paragraph["Architecture"] ?? "", paragraph["Depends"] ?? "", size,
                long.TryParse(paragraph["Installed-Size"], CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes << 10 : 0, hash)
            : null;

    /// <summary>From what a .deb file says of itself, which is neither its size nor its hash; null when it lacks what a package has.</summary>
    public static DebianPackage? From(ControlParagraph paragraph, string sha256, long size) =>
        paragraph["Package"] is { } name && paragraph["Version"] is { } version
            && PackageName().IsMatch(name) && PackageVersion().IsMatch(version)
            && PackageName().IsMatch(paragraph["Architecture"] ?? "none")
            ? new DebianPackage(
                name, new DebianVersion(version), paragraph["Architecture"] ?? "", paragraph["Depends"] ?? "", size,
                long.TryParse(paragraph["Installed-Size"], CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes << 10 : 0, sha256)
            : null;

    /// <summary><c>NAME_VERSION_ARCH</c>.</summary>
    public override string ToString() => Path.GetFileNameWithoutExtension(FileName);

    /// <summary>Every alternative of every dependency, with its condition on the version if it has one.</summary>
    public IEnumerable<(string Name, string? Relation, DebianVersion? Version)> Dependencies() =>
        Depends.Split([',', '|'], StringSplitOptions.RemoveEmptyEntries)
            .Select(text => Dependency().Match(text.Trim()))
            .Where(match => match.Success)
            .Select(match => match.Groups["version"].Success
                ? (match.Groups["name"].Value, match.Groups["relation"].Value, new DebianVersion(match.Groups["version"].Value))
                : (match.Groups["name"].Value, (string?)null, (DebianVersion?)null));

    [GeneratedRegex(@"^(?<name>[a-z0-9][a-z0-9+.-]*)(?::[a-z0-9]+)?\s*(?:\(\s*(?<relation><<|<=|=|>=|>>)\s*(?<version>[^)\s]+)\s*\))?")]
    private static partial Regex Dependency();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9+.-]*\z")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"^[0-9A-Za-z][0-9A-Za-z.+:~-]*\z")]
    private static partial Regex PackageVersion();
}
