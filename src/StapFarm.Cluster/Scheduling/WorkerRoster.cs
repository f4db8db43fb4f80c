namespace StapFarm.Cluster.Scheduling;

/// <summary>The workers that were heard of lately, for the status.</summary>
internal sealed class WorkerRoster
{
    private readonly Dictionary<string, (WorkerOffer Offer, DateTimeOffset SeenAt)> _workers = [];

    public int Count => _workers.Count;

    public int Slots => _workers.Values.Sum(worker => worker.Offer.Slots);

    public void Seen(WorkerOffer offer, DateTimeOffset at) => _workers[offer.Incarnation] = (offer, at);

    public void Seen(string incarnation, DateTimeOffset at)
    {
        if (_workers.TryGetValue(incarnation, out var worker))
        {
            _workers[incarnation] = (worker.Offer, at);
        }
    }

    public void Remove(string incarnation) => _workers.Remove(incarnation);

    public void ForgetSilent(DateTimeOffset before)
    {
        foreach (var (incarnation, worker) in _workers)
        {
            if (worker.SeenAt < before)
            {
                _workers.Remove(incarnation);
            }
        }
    }
}
