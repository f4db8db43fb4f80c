using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Worker;

/// <summary>A piece of work this worker is doing, and the leases that it is done for.</summary>
internal sealed class RunningWork(WorkItem item) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public WorkItem Item => item;

    /// <summary>More than one when it was leased again after the stream of the first lease was lost.</summary>
    public HashSet<string> Leases { get; } = new(StringComparer.Ordinal);

    public CancellationToken Cancellation => _cancellation.Token;

    public void Cancel() => _cancellation.Cancel();

    public void Dispose() => _cancellation.Dispose();
}
