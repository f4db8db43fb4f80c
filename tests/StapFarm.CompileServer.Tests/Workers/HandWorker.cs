using Grpc.Core;
using StapFarm.CompileServer.Leasing;
using StapFarm.CompileServer.Tests.Farm;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Workers;

/// <summary>A worker that a test moves by hand.</summary>
internal sealed class HandWorker : IDisposable
{
    private readonly AsyncDuplexStreamingCall<V1.WorkerMessage, V1.WorkerCommand> _call;

    private HandWorker(AsyncDuplexStreamingCall<V1.WorkerMessage, V1.WorkerCommand> call) => _call = call;

    public static async Task<HandWorker> ConnectAsync(TestFarm farm, string name, int slots = 2)
    {
        var worker = new HandWorker(farm.Workers.Lease(deadline: DateTime.UtcNow.AddSeconds(60)));
        await worker._call.RequestStream.WriteAsync(new()
        {
            Offer = new()
            {
                ProtocolVersion = WorkItemMapping.ProtocolVersion,
                WorkerName = name,
                Incarnation = $"{name}-1",
                Slots = slots,
                Architecture = "x86_64",
            },
        });
        Assert.True((await worker.NextAsync()).Welcome.LeaseMs > 0);
        return worker;
    }

    public async Task<V1.LeaseGranted> LeasedAsync() => (await NextAsync()).Granted;

    public async Task<V1.LeaseRevoked> RevokedAsync() => (await NextAsync()).Revoked;

    public Task RenewAsync() => _call.RequestStream.WriteAsync(new() { Renewal = new() });

    public Task CompleteAsync(V1.LeaseGranted lease, V1.Failure failure) =>
        _call.RequestStream.WriteAsync(new() { Completed = new() { LeaseId = lease.LeaseId, Failure = failure } });

    /// <summary>As a process that dies: the stream breaks.</summary>
    public void Kill() => _call.Dispose();

    public void Dispose() => _call.Dispose();

    private async Task<V1.WorkerCommand> NextAsync()
    {
        Assert.True(await _call.ResponseStream.MoveNext(default), "The farm ended the worker's stream.");
        return _call.ResponseStream.Current;
    }
}
