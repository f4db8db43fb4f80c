using Grpc.Core;
using Microsoft.Extensions.Options;
using StapFarm.Cluster.Scheduling;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Shutdown;
using StapFarm.Model.Failures;
using StapFarm.Model.Principals;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Leasing;

/// <summary>Gives work to worker processes.</summary>
internal sealed class WorkersService(
    IGrainFactory grains,
    IOptions<SchedulerOptions> options,
    IAuthorizer authorizer,
    ShutdownPhases shutdown,
    ILogger<WorkerConnection> logger) : V1.Workers.WorkersBase
{
    public override async Task Lease(
        IAsyncStreamReader<V1.WorkerMessage> requestStream,
        IServerStreamWriter<V1.WorkerCommand> responseStream,
        ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.LeaseWork);
        shutdown.RefuseIfStopping();
        if (!await requestStream.NextAsync(context.CancellationToken)
            || requestStream.Current.MessageCase != V1.WorkerMessage.MessageOneofCase.Offer)
        {
            throw new FarmException(FailureCode.InvalidRequest, "A worker's first message must be an offer.");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, shutdown.StreamsEnd);
        using var writer = new SerialWriter<V1.WorkerCommand>(responseStream);
        var connection = new WorkerConnection(
            grains.GetGrain<ISchedulerGrain>(0),
            requestStream.Current.Offer,
            writer,
            options.Value.LeaseDuration,
            logger);
        await connection.RunAsync(requestStream, ending, shutdown.Stopping);
    }
}
