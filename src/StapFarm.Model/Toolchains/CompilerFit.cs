using StapFarm.Model.Kernels;

namespace StapFarm.Model.Toolchains;

/// <summary>
/// The compiler of a toolchain that builds for a kernel. A kernel that names its compiler only as <c>gcc</c> is served by a
/// gcc of the same major release, whatever it is called in the toolchain, and the reverse.
/// </summary>
/// <param name="Compiler">As the toolchain calls it; null when it has none that could.</param>
/// <param name="IsSameRelease">
/// Whether it is of the kernel's major release, as far as is known. With another one modules may build and not load, so it
/// serves only whoever names the toolchain.
/// </param>
public sealed record CompilerFit(string? Compiler, bool IsSameRelease)
{
    public static CompilerFit Of(Toolchain toolchain, KernelTree tree)
    {
        if (tree.Compiler.Length == 0)
        {
            return new CompilerFit("", IsSameRelease: true);
        }

        var wanted = GnuNames.Compiler(tree.Compiler, toolchain.Host, tree.Identity.Architecture);
        var major = CompilerRelease.Major(MajorSource(tree));
        var has = toolchain.Compilers.Contains(wanted);
        var own = CompilerRelease.Major(toolchain.ReleaseOf(wanted));
        if (has && (major.Length == 0 || own.Length == 0 || own == major))
        {
            return new CompilerFit(wanted, IsSameRelease: true);
        }

        var family = toolchain.Compilers.Where(name => CompilerRelease.Family(name) == CompilerRelease.Family(wanted)).ToList();
        if (major.Length > 0 && family.Find(name => CompilerRelease.Major(toolchain.ReleaseOf(name)) == major) is { } same)
        {
            return new CompilerFit(same, IsSameRelease: true);
        }

        return has ? new CompilerFit(wanted, IsSameRelease: false)
            : CompilerRelease.IsPlain(wanted) ? new CompilerFit(Nearest(family, toolchain, major), IsSameRelease: false)
            : new CompilerFit(null, IsSameRelease: false);
    }

    /// <summary>What kbuild must be told to call instead of what the kernel's files say; null when these are right.</summary>
    public static string? Instead(Toolchain toolchain, KernelTree tree) =>
        Of(toolchain, tree).Compiler is { Length: > 0 } compiler && compiler != GnuNames.Compiler(tree.Compiler, toolchain.Host, tree.Identity.Architecture)
            ? compiler
            : null;

    /// <summary>How people call the kernel's compiler, e.g. <c>gcc-12</c> or <c>gcc 4.8.5</c>.</summary>
    public static string Describe(KernelTree tree) =>
        CompilerRelease.IsPlain(tree.Compiler) && tree.CompilerRelease.Length > 0 ? $"{tree.Compiler} {tree.CompilerRelease}" : tree.Compiler;

    private static string MajorSource(KernelTree tree) =>
        tree.CompilerRelease.Length > 0 ? tree.CompilerRelease : CompilerRelease.InName(tree.Compiler);

    // Older kernels build with a somewhat newer gcc sooner than newer ones with an older.
    private static string? Nearest(IEnumerable<string> family, Toolchain toolchain, string major)
    {
        var ordered = family.OrderBy(name => CompilerRelease.Number(toolchain.ReleaseOf(name))).ToList();
        return major.Length == 0
            ? ordered.LastOrDefault()
            : ordered.Find(name => CompilerRelease.Number(toolchain.ReleaseOf(name)) >= CompilerRelease.Number(major)) ?? ordered.LastOrDefault();
    }
}
