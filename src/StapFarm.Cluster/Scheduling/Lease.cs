using StapFarm.Model.Work;

namespace StapFarm.Cluster.Scheduling;

/// <summary>A piece of work given to a worker until <see cref="Duration"/> after its last renewal.</summary>
/// <param name="Attempt">From 1.</param>
[GenerateSerializer, Immutable, Alias("stapfarm.Lease.v1")]
public sealed record Lease(
    [property: Id(0)] string Id,
    [property: Id(1)] WorkItem Item,
    [property: Id(2)] int Attempt,
    [property: Id(3)] TimeSpan Duration);
