using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Pairs;

/// <summary>What keeps a toolchain from building for a kernel tree at all, before anything is tried.</summary>
public static class PairObstacle
{
    /// <summary>In words, e.g. <c>it has no gcc-14</c>; null when there is none.</summary>
    public static string? Of(Toolchain toolchain, KernelTree tree)
    {
        var architecture = tree.Identity.Architecture;
        if (!toolchain.Targets.Contains(architecture))
        {
            return $"it doesn't build for {architecture}";
        }

        var compiler = GnuNames.Compiler(tree.Compiler, toolchain.Host, architecture);
        return tree.Compiler.Length > 0 && !toolchain.Compilers.Contains(compiler)
            ? $"it has no {compiler}, which built the kernel"
            : null;
    }
}
