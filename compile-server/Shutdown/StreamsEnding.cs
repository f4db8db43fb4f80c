namespace StapFarm.CompileServer.Shutdown;

/// <summary>
/// Takes the second step of <see cref="ShutdownPhases"/>. Registered before whatever drains, so that its turn comes after
/// theirs and before the listener's.
/// </summary>
internal sealed class StreamsEnding(ShutdownPhases phases) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        phases.EndStreams();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
