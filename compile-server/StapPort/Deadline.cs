namespace StapFarm.CompileServer.StapPort;

/// <summary>A token that is cancelled when a time is over, or when something larger ends.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _both;

    public Deadline(TimeSpan limit, TimeProvider time, CancellationToken larger)
    {
        _timer = new CancellationTokenSource(limit, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, larger);
    }

    public CancellationToken Token => _both.Token;

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => _timer.IsCancellationRequested;

    public void Dispose()
    {
        _both.Dispose();
        _timer.Dispose();
    }
}
