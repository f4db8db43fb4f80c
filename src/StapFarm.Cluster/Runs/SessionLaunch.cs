using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Cluster.Runners;
using StapFarm.Cluster.Work;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Runs;

/// <summary>The slow part of a session's start: waiting for its build, and the host's part of it. Keeps no state.</summary>
internal sealed partial class SessionLaunch(
    IGrainFactory grains,
    ISessionStarter starter,
    IOptions<RunnerOptions> options,
    TimeProvider time,
    ILogger<SessionLaunch> logger)
{
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ReadWait = TimeSpan.FromSeconds(20);

    /// <summary>Submits the work and waits until it has succeeded or nobody wants it any more.</summary>
    /// <exception cref="FarmException">The work's failure.</exception>
    public async Task BuildAsync(WorkItem item, Action<WorkProgress> show, Func<bool> isOver)
    {
        for (var attempt = 1; !isOver(); attempt++)
        {
            try
            {
                await FollowAsync(item, show, isOver);
                return;
            }
            catch (Exception exception) when (exception is not FarmException && attempt < Tries)
            {
                // A silo went away under the call; the work goes on elsewhere, and submitting it again joins it.
                LogBuildAgain(exception, item.Name);
                await Task.Delay(Pause, time);
            }
        }
    }

    public async Task<RunnerCommand.Start> PrepareAsync(SessionPlan plan)
    {
        using var bound = new CancellationTokenSource(options.Value.StartPatience, time);
        try
        {
            return await Task.Run(() => starter.PrepareAsync(plan, bound.Token), bound.Token).WaitAsync(bound.Token);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            throw new FarmException(
                FailureCode.Unavailable,
                $"The session's start couldn't be prepared within {options.Value.StartPatience.TotalSeconds:0.#} s.",
                "Look after the farm's stores, then run it again.");
        }
    }

    public async Task RecordLoadAsync(SessionPlan plan, SessionEnd? failedWith)
    {
        using var bound = new CancellationTokenSource(options.Value.StartPatience, time);
        await Task.Run(() => starter.RecordLoadAsync(plan, failedWith, bound.Token), bound.Token);
    }

    private async Task FollowAsync(WorkItem item, Action<WorkProgress> show, Func<bool> isOver)
    {
        var work = grains.GetGrain<IWorkGrain>(item.Name);
        await work.SubmitAsync(item);
        for (var next = 1L; !isOver();)
        {
            var events = await work.ReadEventsAsync(next, ReadWait);
            if (events is null)
            {
                await work.SubmitAsync(item);
                next = 1;
                continue;
            }

            foreach (var happened in events)
            {
                next = happened.Sequence + 1;
                if (happened is WorkEvent.Ended ended)
                {
                    Finish(ended.Result);
                    return;
                }

                show(Describe(happened));
            }
        }
    }

    private static void Finish(WorkResult result)
    {
        if (result.Failure is { } failure)
        {
            throw new FarmException(failure);
        }
    }

    private static WorkProgress Describe(WorkEvent happened) => happened switch
    {
        WorkEvent.Queued queued => new("queued", $"{queued.Position} pieces of work are in front"),
        WorkEvent.Started started => new("started", $"on worker {started.Worker}, attempt {started.Attempt}"),
        WorkEvent.Progressed progressed => progressed.Progress,
        _ => throw new InvalidOperationException($"{happened.GetType().Name} isn't an event of a build."),
    };
}
