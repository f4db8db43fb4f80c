namespace StapFarm.Kernels;

/// <summary>The packages of one kernel, on this machine.</summary>
/// <param name="Release">What <c>uname -r</c> prints.</param>
/// <param name="Source">Where they come from, for people, e.g. <c>Debian 6.1.192-2</c>.</param>
/// <param name="Files">The .deb files, in the order in which to unpack them.</param>
/// <param name="InstalledBytes">Bytes they take unpacked, about.</param>
/// <param name="HasDebugInfo">Whether debug information is among them.</param>
public sealed record KernelPackages(
    string Release, string Source, IReadOnlyList<KernelPackage> Files, long InstalledBytes, bool HasDebugInfo);
