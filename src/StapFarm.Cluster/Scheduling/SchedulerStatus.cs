namespace StapFarm.Cluster.Scheduling;

/// <summary>What the scheduler has at hand.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.SchedulerStatus.v1")]
public sealed record SchedulerStatus(
    [property: Id(0)] int Workers,
    [property: Id(1)] int Slots,
    [property: Id(2)] int Queued,
    [property: Id(3)] int Leased);
