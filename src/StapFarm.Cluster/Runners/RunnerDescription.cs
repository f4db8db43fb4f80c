using StapFarm.Model.Runs;

namespace StapFarm.Cluster.Runners;

/// <param name="Sessions">Sessions that are running on it.</param>
[GenerateSerializer, Immutable, Alias("stapfarm.RunnerDescription.v1")]
public sealed record RunnerDescription(
    [property: Id(0)] RunnerHello Hello,
    [property: Id(1)] bool Connected,
    [property: Id(2)] DateTimeOffset LastSeen,
    [property: Id(3)] int Sessions);
