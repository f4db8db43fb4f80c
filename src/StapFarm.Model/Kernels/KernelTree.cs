using StapFarm.Model.Content;

namespace StapFarm.Model.Kernels;

/// <summary>
/// The files stap needs of a kernel. On disk a tree is one folder laid out as on the kernel's own host:
/// <c>boot/</c>, <c>lib/modules/RELEASE/</c>, <c>usr/src/</c>, <c>usr/lib/linux-kbuild-*/</c>,
/// <c>usr/lib/debug/lib/modules/RELEASE/</c> and <c>usr/lib/debug/.build-id/</c>.
/// </summary>
/// <param name="Digest">Covers the logical parts: paths within the tree, kinds, contents, link targets.</param>
/// <param name="Compiler">The compiler that kbuild calls, as the header tree names it, e.g. <c>gcc-12</c>.</param>
/// <param name="HasDebugInfo">Whether vmlinux and modules have DWARF. Without it only timers, begin/end and the like can be probed.</param>
/// <param name="Source">Where it came from, for people, e.g. <c>Debian 6.1.192-2</c>.</param>
/// <param name="Packages">The packages it was made of, as <c>NAME_VERSION_ARCH</c> with their SHA-256 after a space.</param>
/// <param name="Bytes">Size of the files, in bytes.</param>
/// <param name="AddedAt">When it was added.</param>
public sealed record KernelTree(
    Digest Digest,
    KernelIdentity Identity,
    string Compiler,
    bool HasDebugInfo,
    string Source,
    IReadOnlyList<string> Packages,
    long Bytes,
    DateTimeOffset AddedAt)
{
    /// <summary>
    /// The specification that adds it again where it isn't held: its release, or the name of the files that were sent for it.
    /// Empty in trees that were stored before there was a choice: their release does.
    /// </summary>
    public string Origin { get; init; } = "";

    /// <summary>
    /// The release of the compiler that built the kernel, e.g. <c>4.8.5</c>, as the kernel itself says. Empty in trees that were
    /// stored before it was asked.
    /// </summary>
    public string CompilerRelease { get; init; } = "";

    public override string ToString() => Identity.ToString();
}
