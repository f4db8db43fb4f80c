using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Identity;

/// <summary>
/// What makes a root the toolchain it is, and nothing else: not when, where or by whom it was made. Kept inside the root as
/// <see cref="FileName"/>, so that an unpacked root can be held against the digest it is named by.
/// </summary>
/// <param name="Recipe">The recipe and its version: <c>debian-root/1</c>, or <c>root-contents/1</c> for a root that was sent.</param>
internal sealed record RootIdentity(
    string Recipe,
    Architecture Host,
    IReadOnlyList<Architecture> Targets,
    IReadOnlyList<ToolchainPackage> Packages)
{
    /// <summary>The file's path within the root.</summary>
    public const string FileName = "stapfarm/toolchain.json";

    /// <summary>The recipe of roots that are known by their contents, whoever made them.</summary>
    public const string ContentsRecipe = "root-contents/1";

    private const string Format = "toolchain-root";
    private const int Version = 1;

    /// <summary>The digest of the root's files and links (<see cref="Roots.RootListing"/>); null when its packages tell them.</summary>
    public Digest? Contents { get; init; }

    /// <summary>
    /// The toolchain's digest: SHA-256 over format name, its version, recipe, host, targets and packages (name, version,
    /// architecture, SHA-256), each list sorted and behind its count, and the digest of the contents, if there is one, in
    /// <see cref="CanonicalWriter"/>'s encoding.
    /// </summary>
    public Digest ComputeDigest()
    {
        var writer = new CanonicalWriter().Text(Format).Number(Version).Text(Recipe).Text(Host.Name);
        var targets = Targets.Select(target => target.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        writer.Number(targets.Count);
        targets.ForEach(target => writer.Text(target));
        var packages = Packages
            .OrderBy(package => package.Name, StringComparer.Ordinal)
            .ThenBy(package => package.Architecture, StringComparer.Ordinal)
            .ThenBy(package => package.Version, StringComparer.Ordinal)
            .ToList();
        writer.Number(packages.Count);
        foreach (var package in packages)
        {
            writer.Text(package.Name).Text(package.Version).Text(package.Architecture).Text(package.Sha256);
        }

        return Digest.Of((Contents is { } contents ? writer.Text(contents.ToString()) : writer).Written);
    }

    public void WriteInto(string root)
    {
        var path = Path.Combine(root, FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, ManifestDocument.Write(Format, Version, this));
    }

    /// <exception cref="FarmException"><c>Corrupt</c> when the root has none or another than a readable one.</exception>
    public static RootIdentity ReadFrom(string root)
    {
        var path = Path.Combine(root, FileName);
        if (!File.Exists(path))
        {
            throw new FarmException(FailureCode.Corrupt, $"The unpacked toolchain has no {FileName}: it isn't a toolchain's root.");
        }

        return Read(File.ReadAllBytes(path));
    }

    /// <exception cref="FarmException"><c>UnknownVersion</c> or <c>Corrupt</c>.</exception>
    public static RootIdentity Read(ReadOnlyMemory<byte> document) => ManifestDocument.Read<RootIdentity>(Format, Version, document);
}
