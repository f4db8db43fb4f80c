namespace StapFarm.Cluster.Runs;

/// <summary>One run: which sessions belong to it.</summary>
[Alias("stapfarm.IRunGrain.v1")]
public interface IRunGrain : IGrainWithStringKey
{
    [Alias("Start")]
    Task StartAsync(IReadOnlyList<SessionPlan> plans);

    /// <summary>Null when there is no such run.</summary>
    [Alias("Sessions")]
    Task<IReadOnlyList<SessionPlan>?> SessionsAsync();

    [Alias("Stop")]
    Task StopAsync();
}
