using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Identity;

namespace StapFarm.Toolchains.Making;

/// <summary>A root that is complete and has been tried.</summary>
/// <param name="Compilers">By the names kbuild calls them, e.g. <c>gcc-12</c>.</param>
internal sealed record MadeRoot(string Folder, string StapVersion, IReadOnlyList<string> Compilers, RootIdentity Identity)
{
    /// <summary>See <see cref="Toolchain.CompilerReleases"/>.</summary>
    public IReadOnlyDictionary<string, string> CompilerReleases { get; init; } = new Dictionary<string, string>();

    /// <summary>What its package database lists.</summary>
    public IReadOnlyList<ToolchainPackage> Packages { get; init; } = Identity.Packages;

    /// <summary>See <see cref="Toolchain.Origin"/>.</summary>
    public string Origin { get; init; } = "";
}
