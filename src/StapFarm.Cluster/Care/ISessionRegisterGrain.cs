using StapFarm.Cluster.Runs;

namespace StapFarm.Cluster.Care;

/// <summary>
/// The sessions that go on, one grain (key 0) per farm. A session tells of itself when it begins and again and again until it
/// ends: what isn't heard of any more is forgotten, and what this grain forgot comes back.
/// </summary>
[Alias("stapfarm.ISessionRegisterGrain.v1")]
public interface ISessionRegisterGrain : IGrainWithIntegerKey
{
    [Alias("Goes")]
    Task GoesOnAsync(SessionPlan plan);

    [Alias("Over")]
    Task OverAsync(string session);

    [Alias("List")]
    Task<IReadOnlyList<SessionPlan>> ListAsync();
}
