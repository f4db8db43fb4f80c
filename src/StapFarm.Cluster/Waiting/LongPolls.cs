using Microsoft.Extensions.Hosting;

namespace StapFarm.Cluster.Waiting;

/// <summary>
/// Calls that wait for something to happen. A silo that stops lets its grains go only when their calls are over, so it ends
/// all waits first; who waited asks again, elsewhere.
/// </summary>
internal sealed class LongPolls(TimeProvider time, IHostApplicationLifetime host)
{
    /// <summary>
    /// Longer waits are cut to this, so that an answer always comes before <see cref="ResponseTimeout"/>; callers ask again.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(45);

    /// <summary>Of the calls that wait; the others keep the silo's own, which may be much shorter.</summary>
    public const string ResponseTimeout = "00:01:00";

    public TimeProvider Time => time;

    /// <summary>Whether the task ends before the time does; how it ended is the caller's to see.</summary>
    public async Task<bool> EndsWithinAsync(Task task, TimeSpan wait)
    {
        // Back on the grain's own scheduler, and without an exception for each wait in vain.
        await task.WaitAsync(Bound(wait), time, host.ApplicationStopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return task.IsCompleted;
    }

    public static TimeSpan Bound(TimeSpan wait) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
}
