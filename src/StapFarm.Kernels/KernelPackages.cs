namespace StapFarm.Kernels;

/// <summary>The packages of one kernel, on this machine.</summary>
/// <param name="Release">What <c>uname -r</c> prints.</param>
/// <param name="Source">Where they come from, for people, e.g. <c>Debian 6.1.192-2</c>.</param>
/// <param name="Files">The packages, in the order in which to unpack them.</param>
/// <param name="InstalledBytes">Bytes they take unpacked, about; 0 when that isn't known.</param>
/// <param name="HasDebugInfo">Whether debug information is among them.</param>
public sealed record KernelPackages(
    string Release, string Source, IReadOnlyList<KernelPackage> Files, long InstalledBytes, bool HasDebugInfo)
{
    /// <summary>Debug information that was fetched by build-id: for each file what it is, where it came from, and its SHA-256.</summary>
    public IReadOnlyList<string> FetchedDebugInfo { get; init; } = [];

    /// <summary>Whether every module that the kernel's build lists must be there. A distribution that splits them lets a user leave some out.</summary>
    public bool HasAllModules => Files.All(file => file.Form == PackageForm.Deb);
}
