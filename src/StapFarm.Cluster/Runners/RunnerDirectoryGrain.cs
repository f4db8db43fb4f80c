using Orleans.Concurrency;

namespace StapFarm.Cluster.Runners;

[GrainType("stapfarm.runner-directory"), Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class RunnerDirectoryGrain : Grain, IRunnerDirectoryGrain
{
    private readonly SortedSet<string> _runners = new(StringComparer.Ordinal);

    public Task SeenAsync(string runner)
    {
        _runners.Add(runner);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ListAsync() => Task.FromResult<IReadOnlyList<string>>([.. _runners]);
}
