using StapFarm.Cluster.Waiting;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Work;

/// <summary>
/// The one place that knows of a piece of work in flight: whoever asks for the same joins it and watches the same events.
/// The key is <see cref="WorkItem.Name"/>. Its state can be lost: the stores are the truth, and whoever asked submits again.
/// </summary>
[Alias("stapfarm.IWorkGrain.v1")]
public interface IWorkGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts the work unless it is under way. Work that failed for a reason that isn't the request's own, or long ago, is
    /// started anew; a failure of the script is remembered for minutes.
    /// </summary>
    [Alias("Submit")]
    Task SubmitAsync(WorkItem item);

    /// <summary>
    /// The events from <paramref name="from"/> (1 is the first) on. Without any, waits for the next one, for at most
    /// <paramref name="wait"/>. Null when no work of this name was submitted (any more).
    /// </summary>
    [ResponseTimeout(LongPolls.ResponseTimeout)]
    [Alias("ReadEvents")]
    Task<IReadOnlyList<WorkEvent>?> ReadEventsAsync(long from, TimeSpan wait);

    /// <summary>From the scheduler: its place in the queue has changed.</summary>
    [Alias("Queued")]
    Task QueuedAsync(int position);

    /// <summary>From the scheduler: a worker has leased it.</summary>
    [Alias("Started")]
    Task StartedAsync(string worker, int attempt);

    [Alias("Progress")]
    Task ProgressAsync(WorkProgress progress);

    [Alias("Completed")]
    Task CompletedAsync(WorkResult result);
}
