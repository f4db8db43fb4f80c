namespace StapFarm.Cluster.Runners;

/// <summary>Every runner that the farm has seen; one grain, key 0.</summary>
[Alias("stapfarm.IRunnerDirectoryGrain.v1")]
public interface IRunnerDirectoryGrain : IGrainWithIntegerKey
{
    [Alias("Seen")]
    Task SeenAsync(string runner);

    [Alias("List")]
    Task<IReadOnlyList<string>> ListAsync();
}
