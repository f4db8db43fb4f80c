namespace StapFarm.Kernels.Debian;

/// <summary>The packages that a kernel tree is made of, all of one build.</summary>
/// <param name="Release">What <c>uname -r</c> prints.</param>
/// <param name="Image">Bootable image and modules.</param>
/// <param name="DebugInfo">vmlinux and modules with DWARF, and the real System.map; null when the archive has none of this build.</param>
/// <param name="Headers">The flavour's headers.</param>
/// <param name="Common">The headers that flavours share.</param>
/// <param name="Kbuild">Scripts and programs of the kernel's build.</param>
internal sealed record DebianKernelPackages(
    string Release, DebianPackage Image, DebianPackage? DebugInfo, DebianPackage Headers, DebianPackage Common, DebianPackage Kbuild)
{
    /// <summary>In the order in which they are unpacked.</summary>
    public IEnumerable<DebianPackage> All => DebugInfo is null ? [Image, Headers, Common, Kbuild] : [Image, Headers, Common, Kbuild, DebugInfo];
}
