using StapFarm.Model.Content;
using StapFarm.Model.Kernels;

namespace StapFarm.Model.Toolchains;

/// <summary>One SystemTap release with its tapsets, runtime and compilers: a root file system of its own.</summary>
/// <param name="Digest">
/// Over the architectures, the recipe that made the root, and the packages' hashes; for a root that was sent, its contents.
/// </param>
/// <param name="Name">For people, e.g. <c>debian:trixie</c>. Not unique: the digest is.</param>
/// <param name="StapVersion">The release of stap, e.g. <c>5.1</c>.</param>
/// <param name="Host">The architecture its programs run on.</param>
/// <param name="Targets">The architectures it builds modules for.</param>
/// <param name="Compilers">The C compilers in it by the name kbuild calls them, e.g. <c>gcc-12</c>.</param>
/// <param name="Root">The packed root file system.</param>
public sealed record Toolchain(
    Digest Digest,
    string Name,
    string StapVersion,
    Architecture Host,
    IReadOnlyList<Architecture> Targets,
    IReadOnlyList<string> Compilers,
    IReadOnlyList<ToolchainPackage> Packages,
    BlobRef Root,
    DateTimeOffset AddedAt)
{
    /// <summary>The release of each compiler that says it, by the compiler's name, e.g. <c>gcc</c>: <c>4.8.5</c>.</summary>
    public IReadOnlyDictionary<string, string> CompilerReleases { get; init; } = new Dictionary<string, string>();

    /// <summary>The specification of the file that was sent for it; empty when the farm made it.</summary>
    public string Origin { get; init; } = "";

    /// <summary>What is known of a compiler's release, if only from its name; empty when nothing is.</summary>
    public string ReleaseOf(string compiler) => CompilerReleases.GetValueOrDefault(compiler) ?? CompilerRelease.InName(compiler);

    public override string ToString() => $"{Name} (stap {StapVersion}, {Digest.Short})";
}
