using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Pairs;

/// <summary>What speaks against building for a kernel tree with a toolchain, before anything is tried.</summary>
public static class PairObstacle
{
    /// <summary>What keeps it from building at all, in words, e.g. <c>it has no gcc-14, which built the kernel</c>; null when nothing does.</summary>
    public static string? Of(Toolchain toolchain, KernelTree tree)
    {
        var architecture = tree.Identity.Architecture;
        if (!toolchain.Targets.Contains(architecture))
        {
            return $"it doesn't build for {architecture}";
        }

        return CompilerFit.Of(toolchain, tree).Compiler is null
            ? $"it has no {GnuNames.Compiler(CompilerFit.Describe(tree), toolchain.Host, architecture)}, which built the kernel"
            : null;
    }

    /// <summary>Why only somebody who names the toolchain gets it for this kernel, in words; null when nothing speaks against it.</summary>
    public static string? ReservationOf(Toolchain toolchain, KernelTree tree) => CompilerFit.Of(toolchain, tree) switch
    {
        { Compiler: null } or { IsSameRelease: true } => null,
        { Compiler: var compiler } => tree.CompilerRelease.Length > 0
            ? $"{CompilerFit.Describe(tree)} built the kernel, and it has {Name(compiler, toolchain.ReleaseOf(compiler))}"
            : $"the kernel wants what is called {tree.Compiler}, and it has only {Name(compiler, toolchain.ReleaseOf(compiler))}",
    };

    private static string Name(string compiler, string release) =>
        CompilerRelease.IsPlain(compiler) && release.Length > 0 ? $"{compiler} {release}" : compiler;
}
