using StapFarm.Model.Content;

namespace StapFarm.Cluster.Scheduling;

/// <summary>What a worker can take.</summary>
/// <param name="Incarnation">Another for each start of the worker's process.</param>
/// <param name="Trees">The kernel trees it holds.</param>
[GenerateSerializer, Immutable, Alias("stapfarm.WorkerOffer.v1")]
public sealed record WorkerOffer(
    [property: Id(0)] string WorkerName,
    [property: Id(1)] string Incarnation,
    [property: Id(2)] int Slots,
    [property: Id(3)] string Architecture,
    [property: Id(4)] IReadOnlyList<Digest> Trees);
