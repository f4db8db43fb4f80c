using StapFarm.Kernels.Wanted;
using StapFarm.Model.Kernels;

namespace StapFarm.CompileServer.Kernels;

/// <summary>A kernel that the farm should have.</summary>
/// <param name="Identity">Who it is; of one that was only asked for, no more than its name is known.</param>
/// <param name="Runners">Names of the runners that run it.</param>
/// <param name="Wish">How it was asked for; null if it wasn't.</param>
/// <param name="HasOtherBuild">Whether the farm has another build of the same release.</param>
internal sealed record WantedKernel(
    KernelIdentity Identity, IReadOnlyList<string> Runners, KernelWish? Wish, bool HasOtherBuild, KernelPackageAdvice Advice);
