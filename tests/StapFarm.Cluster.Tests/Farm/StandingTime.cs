using Microsoft.Extensions.Time.Testing;

namespace StapFarm.Cluster.Tests.Farm;

/// <summary>
/// Time that stands still until a test moves it, and yields to who asks for it without an end. Orleans waits for a moment
/// by delays, which .NET cuts to whole milliseconds; the moments of its background timers are random. In the last
/// millisecond before one of them such a wait is a loop that only the passing of time ends.
/// </summary>
public sealed class StandingTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <summary>Far more than all of a test asks between two steps of time.</summary>
    private const int Patience = 1_000_000;

    private long _last;
    private int _asked;

    public override DateTimeOffset GetUtcNow()
    {
        var now = base.GetUtcNow();
        if (Interlocked.Exchange(ref _last, now.Ticks) != now.Ticks)
        {
            Volatile.Write(ref _asked, 0);
            return now;
        }

        if (Interlocked.Increment(ref _asked) < Patience)
        {
            return now;
        }

        Volatile.Write(ref _asked, 0);
        Advance(TimeSpan.FromMilliseconds(1));
        return base.GetUtcNow();
    }
}
