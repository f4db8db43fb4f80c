using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using StapFarm.Cluster.Scheduling;
using StapFarm.Cluster.Waiting;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Work;

[GrainType("stapfarm.work"), Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed partial class WorkGrain(IOptions<SchedulerOptions> options, LongPolls polls, TimeProvider time, ILogger<WorkGrain> logger) : Grain, IWorkGrain
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    /// <summary>Without a word for so long the scheduler is asked; its state may have been lost.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly WorkLog _log = new(polls);
    private WorkItem? _item;
    private DateTimeOffset _heardAt;

    private ISchedulerGrain Scheduler => GrainFactory.GetGrain<ISchedulerGrain>(0);

    public async Task SubmitAsync(WorkItem item)
    {
        if (item.Name != this.GetPrimaryKeyString())
        {
            throw new FarmException(FailureCode.InvalidRequest, $"{item.Name} was submitted as {this.GetPrimaryKeyString()}.");
        }

        if (_item is not null && (_log.End is null || IsRemembered(_log.End)))
        {
            return;
        }

        if (_item is null)
        {
            this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(Tick, Tick) { Interleave = true });
        }

        _item = item;
        _log.Restart();
        await EnqueueAsync(item);
    }

    public async Task<IReadOnlyList<WorkEvent>?> ReadEventsAsync(long from, TimeSpan wait)
    {
        if (_item is null)
        {
            DeactivateOnIdle();
            return null;
        }

        var events = await _log.ReadAsync(from, wait);
        return _item is null ? null : events;
    }

    public Task QueuedAsync(int position) => Heard(log => log.Queued(position));

    public Task StartedAsync(string worker, int attempt) => Heard(log => log.Started(worker, attempt));

    public Task ProgressAsync(WorkProgress progress) => Heard(log => log.Progressed(progress));

    public Task CompletedAsync(WorkResult result) => Heard(log => log.Ended(result));

    private Task Heard(Action<WorkLog> happened)
    {
        if (_item is null)
        {
            // Its watchers are gone with its state; one who comes back submits again and joins.
            DeactivateOnIdle();
            return Task.CompletedTask;
        }

        _heardAt = time.GetUtcNow();
        happened(_log);
        return Task.CompletedTask;
    }

    private async Task EnqueueAsync(WorkItem item)
    {
        _heardAt = time.GetUtcNow();
        try
        {
            await Scheduler.EnqueueAsync(item);
        }
        catch (Exception exception)
        {
            var failure = exception is FarmException known
                ? known.Failure
                : new(FailureCode.Unavailable, "The farm's scheduler can't be reached.", "Try again in a moment.");
            LogNotQueued(exception, item.Name);
            _log.Ended(WorkResult.Failed(failure));
            throw new FarmException(failure);
        }
    }

    private async Task TickAsync()
    {
        var now = time.GetUtcNow();
        if (_log.End is { } end)
        {
            if (now - end.At >= options.Value.EventMemory && !IsRemembered(end))
            {
                DeactivateOnIdle();
            }
        }
        else if (_item is { } item && now - _heardAt >= Silence)
        {
            try
            {
                _heardAt = now;
                await Scheduler.EnqueueAsync(item);
            }
            catch (Exception exception)
            {
                LogNotQueued(exception, item.Name);
            }
        }
    }

    private bool IsRemembered(WorkEvent.Ended end) =>
        end.Result.Failure is { IsDeterministic: true } && time.GetUtcNow() - end.At < options.Value.FailureMemory;
}
