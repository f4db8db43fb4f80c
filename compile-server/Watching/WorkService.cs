using Grpc.Core;
using StapFarm.Cluster.Work;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Shutdown;
using StapFarm.Model.Failures;
using StapFarm.Model.Principals;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Watching;

/// <summary>Watching work: from any event on, as often as one likes.</summary>
internal sealed class WorkService(IGrainFactory grains, WorkEventMapping mapping, IAuthorizer authorizer, ShutdownPhases shutdown)
    : V1.Work.WorkBase
{
    public override async Task Watch(V1.WatchWorkRequest request, IServerStreamWriter<V1.WorkEvent> responseStream, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var id = NamedId.Parse(request.WorkId, "piece of work");
        var work = grains.GetGrain<IWorkGrain>(id.Id);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, shutdown.Stopping);
        var next = Math.Max(1, request.FromSequence);
        while (true)
        {
            var events = await work.ReadEventsAsync(next, LongPoll.Wait).WaitAsync(ending.Token) ?? throw Forgotten();
            foreach (var @event in events)
            {
                await responseStream.WriteAsync(await mapping.MapAsync(@event, id.Names, ending.Token), ending.Token);
                next = @event.Sequence + 1;
                if (@event is WorkEvent.Ended)
                {
                    return;
                }
            }
        }
    }

    private static FarmException Forgotten() => new(
        FailureCode.NotFound,
        "The farm doesn't know this work (any more).",
        "Submit it again: what was done is kept, and answered at once.");
}
