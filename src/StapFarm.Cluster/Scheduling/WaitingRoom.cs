namespace StapFarm.Cluster.Scheduling;

/// <summary>The workers whose calls wait for work, those who came first in front.</summary>
internal sealed class WaitingRoom
{
    private readonly List<WaitingWorker> _waiting = [];
    private readonly List<WaitingWorker> _beingServed = [];

    public bool IsEmpty => _waiting.Count == 0;

    public WaitingWorker Enter(WorkerOffer offer)
    {
        var worker = new WaitingWorker(offer);
        _waiting.Add(worker);
        return worker;
    }

    /// <summary>
    /// Calls the worker that suits best, and the work for it: one that holds the kernel tree of work that waits, else the
    /// first of both.
    /// </summary>
    public (WaitingWorker Worker, ScheduledWork Work) Call(WorkQueue queue, DateTimeOffset now)
    {
        var (worker, work) = Match(queue, now);
        _waiting.Remove(worker);
        _beingServed.Add(worker);
        return (worker, work);
    }

    /// <summary>Its call was answered.</summary>
    public void Served(WaitingWorker worker) => _beingServed.Remove(worker);

    /// <summary>There was nothing for it after all: it is the first to be called again, unless its time is over.</summary>
    public void Return(WaitingWorker worker)
    {
        _beingServed.Remove(worker);
        if (worker.IsOver || worker.IsGone)
        {
            worker.Dismiss();
        }
        else
        {
            _waiting.Insert(0, worker);
        }
    }

    /// <summary>Its time is over. False while it is being served: then its answer is about to come.</summary>
    public bool Leave(WaitingWorker worker)
    {
        worker.IsOver = true;
        return _waiting.Remove(worker);
    }

    /// <summary>The worker's process or connection is gone: its calls end.</summary>
    public void Dismiss(string incarnation)
    {
        foreach (var worker in _waiting.Concat(_beingServed).Where(worker => worker.Offer.Incarnation == incarnation))
        {
            worker.Dismiss();
        }

        _waiting.RemoveAll(worker => worker.IsGone);
    }

    private (WaitingWorker Worker, ScheduledWork Work) Match(WorkQueue queue, DateTimeOffset now)
    {
        foreach (var worker in _waiting)
        {
            if (queue.FirstHeld(worker.Offer.Trees, now) is { } held)
            {
                return (worker, held);
            }
        }

        return (_waiting[0], queue.Head);
    }
}
