using StapFarm.Kernels.Debian;

namespace StapFarm.Kernels.DebFiles;

/// <summary>A .deb file of a mirror.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Package">Name of the package: known from the index, or from the file's name.</param>
/// <param name="Described">What the index says of it; null when there is none, and the file itself must be asked.</param>
internal sealed record MirrorFile(Uri Address, string Package, DebianPackage? Described);
