using StapFarm.Model.Failures;

namespace StapFarm.Cluster.Scheduling;

/// <summary>A worker's call that waits for work.</summary>
internal sealed class WaitingWorker(WorkerOffer offer)
{
    private readonly TaskCompletionSource<Lease?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WorkerOffer Offer => offer;

    public Task<Lease?> Answer => _answer.Task;

    /// <summary>The worker has gone while its lease was being made.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Its time is over: it stays only for the lease that is being made for it.</summary>
    public bool IsOver { get; set; }

    public void Give(Lease lease) => _answer.TrySetResult(lease);

    public void Refuse(FarmFailure failure) => _answer.TrySetException(new FarmException(failure));

    public void Dismiss()
    {
        IsGone = true;
        _answer.TrySetResult(null);
    }
}
