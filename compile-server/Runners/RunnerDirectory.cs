using StapFarm.Cluster.Runners;

namespace StapFarm.CompileServer.Runners;

/// <summary>Every runner the farm has seen, with what it is doing.</summary>
internal sealed class RunnerDirectory(IGrainFactory grains)
{
    /// <returns>By name, then id.</returns>
    public async Task<IReadOnlyList<RunnerDescription>> ListAsync()
    {
        var ids = await grains.GetGrain<IRunnerDirectoryGrain>(0).ListAsync();
        var runners = await Task.WhenAll(ids.Select(id => grains.GetGrain<IRunnerGrain>(id).DescribeAsync()));
        return
        [
            .. runners.OfType<RunnerDescription>()
                .OrderBy(runner => runner.Hello.Name, StringComparer.Ordinal)
                .ThenBy(runner => runner.Hello.Id, StringComparer.Ordinal),
        ];
    }
}
