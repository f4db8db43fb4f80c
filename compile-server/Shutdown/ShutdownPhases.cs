using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Shutdown;

/// <summary>
/// A process ends in two steps. First nothing new begins and watchers are let go; the streams of workers and runners
/// stay, so that work which is nearly done is still reported. Then those end too, before the listener closes.
/// </summary>
internal sealed class ShutdownPhases(IHostApplicationLifetime lifetime) : IDisposable
{
    private readonly CancellationTokenSource _streamsEnd = new();

    public bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>The first step.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>The second step.</summary>
    public CancellationToken StreamsEnd => _streamsEnd.Token;

    public void EndStreams() => _streamsEnd.Cancel();

    public static FarmException GoingDown() => new(
        FailureCode.Unavailable,
        "The farm is going down.",
        "Ask again when it is up: what was stored is kept.");

    /// <exception cref="FarmException"><c>Unavailable</c> once the first step has begun.</exception>
    public void RefuseIfStopping()
    {
        if (IsStopping)
        {
            throw GoingDown();
        }
    }

    public void Dispose() => _streamsEnd.Dispose();
}
