using Grpc.Core;

namespace StapFarm.Cli.Tests.Fakes;

/// <summary>A run whose watches are answered by the next of the given calls.</summary>
internal sealed class FakeRuns : V1.Runs.RunsBase
{
    public V1.StartRunResponse Run { get; set; } = new();

    public List<V1.StartRunRequest> Starts { get; } = [];

    /// <summary>What the next starts end with.</summary>
    public Queue<Exception> StartFailures { get; } = [];

    public Queue<Func<IServerStreamWriter<V1.RunEvent>, ServerCallContext, Task>> Watches { get; } = [];

    public List<V1.WatchRunRequest> Requests { get; } = [];

    public TaskCompletionSource[] Stopped { get; } = [New(), New()];

    private int _stops;

    public void Then(Exception? failure, params V1.RunEvent[] events) => Watches.Enqueue(async (stream, _) =>
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

    public override Task<V1.StartRunResponse> Start(V1.StartRunRequest request, ServerCallContext context)
    {
        Starts.Add(request);
        return StartFailures.TryDequeue(out var failure) ? Task.FromException<V1.StartRunResponse>(failure) : Task.FromResult(Run);
    }

    public override Task Watch(V1.WatchRunRequest request, IServerStreamWriter<V1.RunEvent> responseStream, ServerCallContext context)
    {
        Requests.Add(request);
        return Watches.Dequeue()(responseStream, context);
    }

    public override Task<V1.StopRunResponse> Stop(V1.StopRunRequest request, ServerCallContext context)
    {
        Stopped[Interlocked.Increment(ref _stops) - 1].SetResult();
        return Task.FromResult(new V1.StopRunResponse());
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
