namespace StapFarm.Runner.Connection;

/// <summary>
/// Growing waits between tries: each is drawn between half of and the whole of a bound that doubles, so that runners that
/// lost the same farm don't all come back in the same moment.
/// </summary>
internal sealed class Backoff(TimeProvider time, Func<double>? random = null)
{
    private readonly Func<double> _random = random ?? Random.Shared.NextDouble;
    private int _tries;

    public static TimeSpan First { get; } = TimeSpan.FromMilliseconds(250);

    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(15);

    public void Reset() => _tries = 0;

    public TimeSpan Next()
    {
        var bound = Math.Min(First.TotalMilliseconds * Math.Pow(2, Math.Min(_tries, 20)), Longest.TotalMilliseconds);
        _tries++;
        return TimeSpan.FromMilliseconds(bound * (0.5 + (_random() / 2)));
    }

    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Next(), time, cancellationToken);
}
