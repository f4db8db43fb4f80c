using StapFarm.Kernels.Tests.Making;
using StapFarm.Model.Failures;
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

    /// <summary>Tells builds of the release apart.</summary>
    public string? Image { get; set; }

    /// <summary>What the source says instead of an offer.</summary>
    public FarmException? Failure { get; set; }

    public int Refusals { get; private set; }

    public string Name => "a fake";

    public Task<IKernelOffer> FindAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        Failure is { } failure ? Task.FromException<IKernelOffer>(failure) : Task.FromResult<IKernelOffer>(new Offer(this, Origin, Image));

    private async Task<KernelPackages> FetchAsync()
    {
        Fetches++;
        await OnFetch();
        return Kernel.Build(Path.Combine(folder, $"packages-{Fetches}"));
    }

    private sealed class Offer(FakeSource source, string origin, string? image) : IKernelOffer
    {
        public string Release => SyntheticKernel.Release;

        public string Origin => origin;

        public string? Image => image;

        public Task<KernelPackages> FetchAsync(IProgress<WorkProgress> progress, CancellationToken cancellationToken) => source.FetchAsync();

        public Task RefuseAsync()
        {
            source.Refusals++;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
