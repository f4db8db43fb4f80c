using StapFarm.Cluster.Work;
using StapFarm.CompileServer.Calls;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.StapPort;

/// <summary>Submits work and waits for its end. Whoever submits the same waits for the same.</summary>
internal sealed class WorkWaiting(IGrainFactory grains)
{
    public async Task<WorkResult> EndAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var work = grains.GetGrain<IWorkGrain>(item.Name);
        while (true)
        {
            await work.SubmitAsync(item).WaitAsync(cancellationToken);
            var next = 1L;
            while (await work.ReadEventsAsync(next, LongPoll.Wait).WaitAsync(cancellationToken) is { } events)
            {
                if (events.OfType<WorkEvent.Ended>().FirstOrDefault() is { } ended)
                {
                    return ended.Result;
                }

                next = events.Count == 0 ? next : events[^1].Sequence + 1;
            }

            // Its grain was lost with its silo: submitting again is the queue's second copy.
        }
    }
}
