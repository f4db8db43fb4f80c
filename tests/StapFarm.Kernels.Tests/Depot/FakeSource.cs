using StapFarm.Kernels.Tests.Making;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Tests.Depot;

/// <summary>Hands out a synthetic kernel, and counts how often.</summary>
internal sealed class FakeSource(string folder) : IKernelSource
{
    public SyntheticKernel Kernel { get; set; } = new SyntheticKernel().Make();

    public int Fetches { get; private set; }

    /// <summary>Runs at the beginning of each fetch.</summary>
    public Func<Task> OnFetch { get; set; } = () => Task.CompletedTask;

    public Task<string> ResolveAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        Task.FromResult(SyntheticKernel.Release);

    public async Task<KernelPackages> FetchAsync(string release, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        Fetches++;
        await OnFetch();
        return Kernel.Build(Path.Combine(folder, $"packages-{Fetches}"));
    }
}
