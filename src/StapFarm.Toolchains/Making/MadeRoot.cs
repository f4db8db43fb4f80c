using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Identity;

namespace StapFarm.Toolchains.Making;

/// <summary>A root that is complete and has been tried.</summary>
/// <param name="Compilers">By the names kbuild calls them, e.g. <c>gcc-12</c>, <c>aarch64-linux-gnu-gcc-12</c>.</param>
internal sealed record MadeRoot(string Folder, string StapVersion, IReadOnlyList<string> Compilers, RootIdentity Identity)
{
    /// <summary>See <see cref="Toolchain.CompilerReleases"/>.</summary>
    public IReadOnlyDictionary<string, string> CompilerReleases { get; init; } = new Dictionary<string, string>();

    /// <summary>What its package database lists.</summary>
    public IReadOnlyList<ToolchainPackage> Packages { get; init; } = Identity.Packages;

    /// <summary>See <see cref="Toolchain.Origin"/>.</summary>
    public string Origin { get; init; } = "";

    /// <summary>For each target that isn't the host the folder with staprun for it, laid out as a root.</summary>
    public IReadOnlyDictionary<Architecture, string> Runtimes { get; init; } = new Dictionary<Architecture, string>();

    /// <summary>Where staprun for a target is.</summary>
    public string RuntimeOf(Architecture target) => target == Identity.Host ? Folder : Runtimes[target];
}
