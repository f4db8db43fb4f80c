using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Sources;
using StapFarm.Model.Work;

namespace StapFarm.Kernels;

/// <summary>An offer of Debian packages, which stay where the source keeps them.</summary>
internal sealed class KernelOffer(
    DebianKernelPackages packages, Func<IProgress<WorkProgress>, CancellationToken, Task<KernelPackages>> fetch) : IKernelOffer
{
    public string Release => packages.Release;

    public string Origin => new KernelBuildName(packages.Release, packages.Image.Version.Text).ToString();

    public string? Image => packages.Image.ToString();

    public Task<KernelPackages> FetchAsync(IProgress<WorkProgress> progress, CancellationToken cancellationToken) => fetch(progress, cancellationToken);

    public Task RefuseAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
