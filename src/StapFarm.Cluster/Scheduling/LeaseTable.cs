namespace StapFarm.Cluster.Scheduling;

/// <summary>The leases that are held.</summary>
internal sealed class LeaseTable
{
    private readonly Dictionary<string, HeldLease> _leases = [];

    public int Count => _leases.Count;

    public HeldLease Add(ScheduledWork work, WorkerOffer worker, DateTimeOffset expiresAt)
    {
        var lease = new HeldLease(Guid.NewGuid().ToString("N"), work, worker, expiresAt);
        _leases.Add(lease.Id, lease);
        work.Lease = lease;
        return lease;
    }

    public HeldLease? Find(string id) => _leases.GetValueOrDefault(id);

    /// <summary>Ends the lease; null when it has ended already.</summary>
    public HeldLease? Take(string id)
    {
        if (_leases.Remove(id, out var lease))
        {
            lease.Work.Lease = null;
        }

        return lease;
    }

    /// <summary>False when the worker doesn't hold this lease (any more).</summary>
    public bool Renew(string id, string incarnation, DateTimeOffset expiresAt)
    {
        if (Find(id) is not { } lease || lease.Worker.Incarnation != incarnation)
        {
            return false;
        }

        lease.ExpiresAt = expiresAt;
        return true;
    }

    public List<HeldLease> ExpiredAt(DateTimeOffset now) => [.. _leases.Values.Where(lease => lease.ExpiresAt <= now)];

    public List<HeldLease> Of(string incarnation) => [.. _leases.Values.Where(lease => lease.Worker.Incarnation == incarnation)];
}
