using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Making;

namespace StapFarm.Toolchains.Pairs;

/// <summary>How a person gets a toolchain that serves a kernel.</summary>
internal static class ToolchainAdvice
{
    private const string Root = "stapfarm toolchain add --rootfs DIR";

    /// <summary>When the farm has none at all.</summary>
    public static string ForFirst(KernelTree tree) => NeedsRoot(tree) ? $"Add {Wanted(tree)}: {Root}" : $"Add one: {AdditionFor(tree)}";

    /// <summary>When none of those that the farm has serves.</summary>
    public static string For(KernelTree tree, IReadOnlyCollection<ToolchainCandidate> candidates)
    {
        const string Matrix = "All pairs and what is known of them: stapfarm toolchain matrix";
        if (!NeedsRoot(tree) && !candidates.Any(candidate => candidate.Toolchain.Targets.Contains(tree.Identity.Architecture)))
        {
            return $"Add one that builds for {tree.Identity.Architecture}: {AdditionFor(tree)}. {Matrix}";
        }

        var target = TargetFor(tree);
        var newest = $"debian:sid{target.Replace(" --target ", "+", StringComparison.Ordinal)}";
        var adding = NeedsRoot(tree) ? $"Add {Wanted(tree)} ({Root})"
            : candidates.Any(candidate => candidate.Toolchain.Name == newest) ? $"Add a newer toolchain (stapfarm toolchain add debian:sid,fresh{target})"
            : $"Add a newer toolchain (stapfarm toolchain add debian:sid{target})";
        return $"{adding}, or name one yourself (--toolchain NAME). {Matrix}";
    }

    private static string AdditionFor(KernelTree tree) =>
        $"stapfarm toolchain add debian:trixie{TargetFor(tree)} (stap 5.1) or debian:sid{TargetFor(tree)} (stap 5.6, needed for 6.12 kernels)";

    private static string TargetFor(KernelTree tree) =>
        tree.Identity.Architecture == Architecture.OfThisMachine ? "" : $" --target {tree.Identity.Architecture}";

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
