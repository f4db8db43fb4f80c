using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using StapFarm.Cluster.Scheduling.Attempts;
using StapFarm.Cluster.Waiting;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Scheduling;

/// <summary>
/// The order: translations before other work (until that has waited for long), among them first what the worker holds the
/// kernel tree of (until other work has waited for long), else as submitted.
/// </summary>
[GrainType("stapfarm.scheduler"), Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed partial class SchedulerGrain(
    IOptions<SchedulerOptions> options,
    AttemptBook attempts,
    WorkTeller teller,
    LongPolls polls,
    TimeProvider time,
    ILogger<SchedulerGrain> logger) : Grain, ISchedulerGrain
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly WorkQueue _queue = new(options.Value.TreePatience);
    private readonly LeaseTable _leases = new();
    private readonly WorkerRoster _roster = new();
    private readonly Dictionary<string, ScheduledWork> _known = [];
    private readonly WaitingRoom _waiting = new();
    private long _submissions;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(Tick, Tick) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task EnqueueAsync(WorkItem item)
    {
        if (_known.TryGetValue(item.Name, out var known))
        {
            teller.TellWhereItIs(known);
            return Task.CompletedTask;
        }

        if (_queue.Count >= options.Value.MaxQueued)
        {
            throw new FarmException(
                FailureCode.Unavailable,
                $"The farm's queue is full: {_queue.Count} pieces of work wait for a worker.",
                "Try again later, or give the farm more workers.");
        }

        var delay = ScheduledWork.IsInteractiveWork(item) ? TimeSpan.Zero : options.Value.BackgroundDelay;
        var work = new ScheduledWork(item, time.GetUtcNow() + delay, ++_submissions);
        _known.Add(work.Name, work);
        Queue(work);
        return Task.CompletedTask;
    }

    public async Task<Lease?> LeaseAsync(WorkerOffer offer, TimeSpan wait)
    {
        _roster.Seen(offer, time.GetUtcNow());
        var worker = _waiting.Enter(offer);
        Dispatch();
        if (!await polls.EndsWithinAsync(worker.Answer, wait) && _waiting.Leave(worker))
        {
            return null;
        }

        // When its time ended while a lease was being made for it, that may be recorded as an attempt: worth the moment.
        return await worker.Answer;
    }

    public Task<IReadOnlyList<string>> RenewAsync(string workerIncarnation, IReadOnlyList<string> leases)
    {
        var now = time.GetUtcNow();
        _roster.Seen(workerIncarnation, now);
        return Task.FromResult<IReadOnlyList<string>>(
            [.. leases.Where(lease => !_leases.Renew(lease, workerIncarnation, now + options.Value.LeaseDuration))]);
    }

    public Task ProgressAsync(string lease, WorkProgress progress) =>
        _leases.Find(lease) is { } held
            ? teller.Tell(held.Work, work => work.ProgressAsync(progress))
            : Task.CompletedTask;

    public Task CompleteAsync(string lease, WorkResult result)
    {
        if (_leases.Take(lease) is not { } held)
        {
            LogLateResult(lease);
            return Task.CompletedTask;
        }

        // Nobody can call work off, so this is a worker that shuts down.
        return result.Failure?.Code == FailureCode.Cancelled
            ? LoseAsync(held, "the worker gave it back")
            : EndAsync(held.Work, result);
    }

    public Task WorkerGoneAsync(string workerIncarnation)
    {
        _roster.Remove(workerIncarnation);
        _waiting.Dismiss(workerIncarnation);
        return LoseAsync(_leases.Of(workerIncarnation), "its connection to the farm ended");
    }

    public Task<IReadOnlyList<WorkItem>> ItemsAsync() =>
        Task.FromResult<IReadOnlyList<WorkItem>>([.. _known.Values.Select(work => work.Item)]);

    public Task<SchedulerStatus> StatusAsync() =>
        Task.FromResult(new SchedulerStatus(_roster.Count, _roster.Slots, _queue.Count, _leases.Count));

    private async Task TickAsync()
    {
        var now = time.GetUtcNow();
        _roster.ForgetSilent(now - options.Value.LeaseDuration - LongPolls.Longest);
        await LoseAsync(
            _leases.ExpiredAt(now),
            $"it gave no sign of life for {options.Value.LeaseDuration.TotalSeconds:0.#} s");
        PlaceReports.Take(_queue).ForEach(teller.TellWhereItIs);
    }

    private void Queue(ScheduledWork work)
    {
        work.ReportedPosition = _queue.Add(work);
        teller.TellWhereItIs(work);
        Dispatch();
    }

    private void Dispatch()
    {
        while (!_waiting.IsEmpty && _queue.Count > 0)
        {
            var (worker, work) = _waiting.Call(_queue, time.GetUtcNow());
            _queue.Remove(work);
            ServeAsync(worker, work).Ignore();
        }
    }

    /// <summary>Gives the worker a lease; if the work can't be leased, the worker's call is answered otherwise or waits on.</summary>
    private async Task ServeAsync(WaitingWorker worker, ScheduledWork work)
    {
        try
        {
            if (await attempts.TryBeginAsync(work, worker.Offer.WorkerName))
            {
                Grant(worker, work);
            }
            else
            {
                await EndInsteadAsync(worker, work, AttemptBook.WorkerLost(work));
            }
        }
        catch (FarmException exception) when (exception.Failure.Code is FailureCode.UnknownVersion or FailureCode.Corrupt or FailureCode.StoreFull)
        {
            // The record of this work alone is bad: others can still be leased. Or the store is full: it couldn't take
            // the result either, and whoever waits for that is the one to hear why.
            LogBadRecord(exception, work.Name);
            await EndInsteadAsync(worker, work, exception.Failure);
        }
        catch (Exception exception)
        {
            LogNotRecorded(exception, work.Name);
            _waiting.Served(worker);
            worker.Refuse(new(
                FailureCode.Unavailable,
                $"No work can be given out, because the attempt can't be recorded: {exception.Message}",
                "Look after the manifest store; the work stays in the queue."));
            Queue(work);
        }
    }

    private void Grant(WaitingWorker worker, ScheduledWork work)
    {
        _waiting.Served(worker);
        if (worker.IsGone)
        {
            AttemptBook.Withdraw(work);
            Queue(work);
            return;
        }

        var duration = options.Value.LeaseDuration;
        var lease = _leases.Add(work, worker.Offer, time.GetUtcNow() + duration);
        teller.TellWhereItIs(work);
        worker.Give(new Lease(lease.Id, work.Item, work.Attempts!.Count, duration));
    }

    private Task EndInsteadAsync(WaitingWorker worker, ScheduledWork work, FarmFailure failure)
    {
        _waiting.Return(worker);
        Dispatch();
        return EndAsync(work, WorkResult.Failed(failure));
    }

    private Task LoseAsync(List<HeldLease> leases, string why) => Task.WhenAll(leases.Select(lease => LoseAsync(lease, why)));

    private async Task LoseAsync(HeldLease lease, string why)
    {
        _leases.Take(lease.Id);
        var work = lease.Work;
        LogLost(work.Name, work.Attempts!.Count, lease.Worker.WorkerName, why);
        AttemptBook.Lost(work, why);
        if (attempts.IsUsedUp(work))
        {
            await EndAsync(work, WorkResult.Failed(AttemptBook.WorkerLost(work)));
        }
        else
        {
            Queue(work);
        }
    }

    private async Task EndAsync(ScheduledWork work, WorkResult result)
    {
        // Before the result is known: whoever submits the work again must not find its old attempts, or clear the new ones.
        await attempts.ClearAsync(work);
        _known.Remove(work.Name);
        await teller.Tell(work, grain => grain.CompletedAsync(result));
    }
}
