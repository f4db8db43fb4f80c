using Grpc.Core;

namespace StapFarm.Cli.Tests.Fakes;

/// <summary>Each watch is answered by the next of the given calls.</summary>
internal sealed class FakeWork : V1.Work.WorkBase
{
    public Queue<Func<IServerStreamWriter<V1.WorkEvent>, ServerCallContext, Task>> Calls { get; } = [];

    public List<V1.WatchWorkRequest> Requests { get; } = [];

    /// <summary>The next watch gives these events and then ends, or fails.</summary>
    public void Then(Exception? failure, params V1.WorkEvent[] events) => Calls.Enqueue(async (stream, _) =>
    {
        foreach (var happened in events)
        {
            await stream.WriteAsync(happened);
        }

        if (failure is not null)
        {
            throw failure;
        }
    });

    public override Task Watch(V1.WatchWorkRequest request, IServerStreamWriter<V1.WorkEvent> responseStream, ServerCallContext context)
    {
        Requests.Add(request);
        return Calls.Dequeue()(responseStream, context);
    }
}
