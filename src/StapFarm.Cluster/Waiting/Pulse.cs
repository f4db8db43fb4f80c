namespace StapFarm.Cluster.Waiting;

/// <summary>Wakes whoever waits in a grain when the grain's state has changed. Not thread-safe: a grain's turns are one at a time.</summary>
internal sealed class Pulse(LongPolls polls)
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Wakes all who wait.</summary>
    public void Beat()
    {
        var beat = _next;
        _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        beat.SetResult();
    }

    /// <summary>Waits until <paramref name="isReady"/> holds or the time is over.</summary>
    public async Task UntilAsync(Func<bool> isReady, TimeSpan wait)
    {
        var start = polls.Time.GetTimestamp();
        var bound = LongPolls.Bound(wait);
        while (!isReady())
        {
            var left = bound - polls.Time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || !await polls.EndsWithinAsync(_next.Task, left))
            {
                return;
            }
        }
    }
}
