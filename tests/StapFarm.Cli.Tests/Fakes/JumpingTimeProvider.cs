namespace StapFarm.Cli.Tests.Fakes;

/// <summary>A clock on which every pause is over at once, and which is later by as much.</summary>
internal sealed class JumpingTimeProvider : TimeProvider
{
    private long _now = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>All pauses together.</summary>
    public TimeSpan Paused => TimeSpan.FromTicks(Interlocked.Read(ref _now) - 1);

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Add(ref _now, dueTime.Ticks);
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Elapsed();
    }

    private sealed class Elapsed : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
