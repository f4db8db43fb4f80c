namespace StapFarm.Kernels.Debian;

/// <summary>The packages that a kernel tree is made of, all of one build.</summary>
/// <param name="Release">What <c>uname -r</c> prints.</param>
/// <param name="Image">Bootable image and modules.</param>
/// <param name="DebugInfo">vmlinux and modules with DWARF, and the real System.map; null when the archive has none of this build.</param>
/// <param name="Headers">The flavour's headers.</param>
/// <param name="Common">The headers that flavours share; null when <paramref name="Headers"/> has them, as in packages of the kernel's own <c>make bindeb-pkg</c>.</param>
/// <param name="Kbuild">Scripts and programs of the kernel's build; likewise.</param>
internal sealed record DebianKernelPackages(
    string Release, DebianPackage Image, DebianPackage? DebugInfo, DebianPackage Headers, DebianPackage? Common, DebianPackage? Kbuild)
{
    /// <summary>In the order in which they are unpacked.</summary>
    public IEnumerable<DebianPackage> All => new[] { Image, Headers, Common, Kbuild, DebugInfo }.OfType<DebianPackage>();

    /// <summary>With the files that hold the packages.</summary>
    /// <param name="files">In the order of <see cref="All"/>.</param>
    /// <param name="source">Where they come from, for people.</param>
    public KernelPackages With(IReadOnlyList<KernelPackage> files, string source) =>
        new(Release, source, files, All.Sum(package => package.InstalledBytes), DebugInfo is not null);
}
