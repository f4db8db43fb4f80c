using Microsoft.Extensions.Logging;
using StapFarm.Cluster.Work;

namespace StapFarm.Cluster.Scheduling;

/// <summary>Tells the grain of a piece of work what happens to it: in order, and without the scheduler waiting for it.</summary>
internal sealed partial class WorkTeller(IGrainFactory grains, ILogger<WorkTeller> logger)
{
    /// <summary>Completes when this and all before it was told. Never fails: a grain that missed something asks again.</summary>
    public Task Tell(ScheduledWork work, Func<IWorkGrain, Task> call) =>
        work.Told = AfterAsync(work.Told, work.Name, call);

    /// <summary>Tells its place in the queue, or the worker that has it.</summary>
    public void TellWhereItIs(ScheduledWork work)
    {
        if (work.Lease is { } lease)
        {
            var attempt = work.Attempts!.Count;
            Tell(work, grain => grain.StartedAsync(lease.Worker.WorkerName, attempt));
        }
        else
        {
            var position = work.ReportedPosition;
            Tell(work, grain => grain.QueuedAsync(position));
        }
    }

    private async Task AfterAsync(Task previous, string work, Func<IWorkGrain, Task> call)
    {
        await previous;
        try
        {
            await call(grains.GetGrain<IWorkGrain>(work));
        }
        catch (Exception exception)
        {
            LogNotTold(exception, work);
        }
    }
}
