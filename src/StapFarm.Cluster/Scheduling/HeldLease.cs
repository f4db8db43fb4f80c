namespace StapFarm.Cluster.Scheduling;

/// <summary>A lease that a worker holds.</summary>
internal sealed class HeldLease(string id, ScheduledWork work, WorkerOffer worker, DateTimeOffset expiresAt)
{
    public string Id => id;

    public ScheduledWork Work => work;

    public WorkerOffer Worker => worker;

    public DateTimeOffset ExpiresAt { get; set; } = expiresAt;
}
