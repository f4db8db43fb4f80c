using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Making;

namespace StapFarm.Toolchains.Pairs;

/// <summary>How a person gets a toolchain that serves a kernel.</summary>
internal static class ToolchainAdvice
{
    private const string Root = "stapfarm toolchain add --rootfs DIR";

    /// <summary>When the farm has none at all.</summary>
    public static string ForFirst(KernelTree tree) => NeedsRoot(tree)
        ? $"Add {Wanted(tree)}: {Root}"
        : "Add one: stapfarm toolchain add debian:trixie (stap 5.1) or debian:sid (stap 5.6, needed for 6.12 kernels)";

    /// <summary>When none of those that the farm has serves.</summary>
    public static string For(KernelTree tree, IReadOnlyCollection<ToolchainCandidate> candidates)
    {
        var adding = NeedsRoot(tree) ? $"Add {Wanted(tree)} ({Root})"
            : candidates.Any(candidate => candidate.Toolchain.Name == "debian:sid") ? "Add a newer toolchain (stapfarm toolchain add debian:sid,fresh)"
            : "Add a newer toolchain (stapfarm toolchain add debian:sid)";
        return $"{adding}, or name one yourself (--toolchain NAME). All pairs and what is known of them: stapfarm toolchain matrix";
    }

    /// <summary>Whether no toolchain that the farm can make has the kernel's compiler.</summary>
    private static bool NeedsRoot(KernelTree tree)
    {
        var release = tree.CompilerRelease.Length > 0 ? tree.CompilerRelease : CompilerRelease.InName(tree.Compiler);
        return IsSeries(tree, "3.10")
            || (release.Length > 0 && !DebianRecipe.Compilers.Any(compiler => CompilerRelease.InName(compiler) == CompilerRelease.Major(release)));
    }

    private static string Wanted(KernelTree tree) => IsSeries(tree, "3.10")
        ? "a CentOS 7 root with stap 4.0 and gcc 4.8"
        : $"a root file system with SystemTap and {CompilerFit.Describe(tree)}, of the distribution that the kernel is from";

    private static bool IsSeries(KernelTree tree, string series) => tree.Identity.Release.StartsWith($"{series}.", StringComparison.Ordinal);
}
