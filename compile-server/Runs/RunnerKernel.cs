using StapFarm.Kernels.Wanted;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Runs;

namespace StapFarm.CompileServer.Runs;

/// <summary>Finds the kernel tree for what a runner runs on: by build-id, because two builds may share a release.</summary>
internal static class RunnerKernel
{
    /// <exception cref="FarmException"><c>UnknownKernel</c>; <c>WrongKernel</c> when the farm has only another build of the release.</exception>
    public static KernelTree Find(IReadOnlyList<KernelTree> trees, RunnerHello runner)
    {
        var kernel = runner.Kernel;
        var found = trees
            .Where(tree => tree.Identity.Architecture == kernel.Architecture && tree.Identity.BuildId == kernel.BuildId)
            .MaxBy(tree => tree.AddedAt);
        if (found is not null)
        {
            return found;
        }

        var sameRelease = trees.FirstOrDefault(tree => tree.Identity.Release == kernel.Release && tree.Identity.Architecture == kernel.Architecture);
        var advice = KernelPackageAdvice.For(kernel.Release, kernel.Version);
        throw sameRelease is null
            ? new FarmException(
                FailureCode.UnknownKernel,
                $"Runner {runner.Name} runs {kernel}, which the farm doesn't have.",
                advice.Hint)
            : new FarmException(
                FailureCode.WrongKernel,
                $"Runner {runner.Name} runs {kernel}. The farm has another build of this release, with build-id {sameRelease.Identity.BuildId}: a module for one doesn't load on the other.",
                $"Add that one beside it: {advice.Command} ('stapfarm kernel wanted' names its packages); or boot the target with the build that the farm has.");
    }
}
