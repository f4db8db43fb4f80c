namespace StapFarm.Runner.Connection;

/// <summary>How long sessions go on without the farm. The farm says it; until then the runner's own setting holds.</summary>
/// <param name="lost">Called each time the farm was away for so long.</param>
internal sealed class Lease(TimeSpan initial, TimeProvider time, Action lost) : IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _timer;

    public TimeSpan Duration { get; private set; } = initial;

    public void Connected(TimeSpan duration)
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            if (duration > TimeSpan.Zero)
            {
                Duration = duration;
            }
        }
    }

    /// <summary>Counts from the first time on; further failed tries don't prolong it.</summary>
    public void Disconnected()
    {
        lock (_gate)
        {
            _timer ??= time.CreateTimer(_ => lost(), null, Duration, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
        }
    }
}
