using StapFarm.Cluster.Waiting;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Scheduling;

/// <summary>
/// Hands out work to workers, one grain (key 0) per farm. An attempt is recorded durably before its lease; work whose
/// attempts are used up fails with <c>WorkerLost</c>.
/// </summary>
[Alias("stapfarm.ISchedulerGrain.v1")]
public interface ISchedulerGrain : IGrainWithIntegerKey
{
    /// <summary>Queues work; work of this name that is queued or leased already is left as it is.</summary>
    [Alias("Enqueue")]
    Task EnqueueAsync(WorkItem item);

    /// <summary>
    /// Leases work that fits the offer: first what the worker holds the kernel tree of. Without any, waits for at most
    /// <paramref name="wait"/>; null then.
    /// </summary>
    [ResponseTimeout(LongPolls.ResponseTimeout)]
    [Alias("Lease")]
    Task<Lease?> LeaseAsync(WorkerOffer offer, TimeSpan wait);

    /// <summary>Renews the worker's leases; gives those of <paramref name="leases"/> that have ended.</summary>
    [Alias("Renew")]
    Task<IReadOnlyList<string>> RenewAsync(string workerIncarnation, IReadOnlyList<string> leases);

    [Alias("Progress")]
    Task ProgressAsync(string lease, WorkProgress progress);

    /// <summary>Ends a lease. The result of a lease that has ended already is ignored.</summary>
    [Alias("Complete")]
    Task CompleteAsync(string lease, WorkResult result);

    /// <summary>The worker's stream has ended: its leases go back to the queue at once.</summary>
    [Alias("WorkerGone")]
    Task WorkerGoneAsync(string workerIncarnation);

    /// <summary>Everything that is queued or leased.</summary>
    [Alias("Items")]
    Task<IReadOnlyList<WorkItem>> ItemsAsync();

    [Alias("Status")]
    Task<SchedulerStatus> StatusAsync();
}
