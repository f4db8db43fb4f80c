using StapFarm.Model.Work;

namespace StapFarm.Kernels;

/// <summary>An offer known by its release, whose packages stay where the source keeps them.</summary>
internal sealed class KernelOffer(string release, Func<IProgress<WorkProgress>, CancellationToken, Task<KernelPackages>> fetch) : IKernelOffer
{
    public string Release => release;

    public string Origin => release;

    public Task<KernelPackages> FetchAsync(IProgress<WorkProgress> progress, CancellationToken cancellationToken) => fetch(progress, cancellationToken);

    public Task RefuseAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
