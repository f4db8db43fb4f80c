using StapFarm.Toolchains.Identity;

namespace StapFarm.Toolchains.Making;

/// <summary>A root that is complete and has been tried.</summary>
/// <param name="Compilers">By the names kbuild calls them, e.g. <c>gcc-12</c>.</param>
internal sealed record MadeRoot(string Folder, string StapVersion, IReadOnlyList<string> Compilers, RootIdentity Identity);
