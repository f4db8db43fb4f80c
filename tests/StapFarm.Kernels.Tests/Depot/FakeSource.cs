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

    /// <summary>What is offered is found again by this.</summary>
    public string Origin { get; set; } = SyntheticKernel.Release;

    public int Refusals { get; private set; }

    public string Name => "a fake";

    public Task<IKernelOffer> FindAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        Task.FromResult<IKernelOffer>(new Offer(this, Origin));

    private async Task<KernelPackages> FetchAsync()
    {
        Fetches++;
        await OnFetch();
        return Kernel.Build(Path.Combine(folder, $"packages-{Fetches}"));
    }

    private sealed class Offer(FakeSource source, string origin) : IKernelOffer
    {
        public string Release => SyntheticKernel.Release;

        public string Origin => origin;

        public Task<KernelPackages> FetchAsync(IProgress<WorkProgress> progress, CancellationToken cancellationToken) => source.FetchAsync();

        public Task RefuseAsync()
        {
            source.Refusals++;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
