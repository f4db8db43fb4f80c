using Grpc.Core;
using Microsoft.Extensions.Options;
using StapFarm.Cluster.Runners;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Shutdown;
using StapFarm.Model.Failures;
using StapFarm.Model.Principals;
using StapFarm.Model.Runs;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Runners;

/// <summary>The runners, and the stream that each keeps to the farm.</summary>
internal sealed class RunnersService(
    IGrainFactory grains,
    RunnerDirectory directory,
    ISessionLogStore logs,
    IOptions<RunnerOptions> options,
    IAuthorizer authorizer,
    ShutdownPhases shutdown,
    ILogger<RunnerConnection> logger) : V1.Runners.RunnersBase
{
    public override async Task Connect(
        IAsyncStreamReader<V1.RunnerMessage> requestStream,
        IServerStreamWriter<V1.FarmMessage> responseStream,
        ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.ConnectRunner);
        shutdown.RefuseIfStopping();
        if (!await requestStream.NextAsync(context.CancellationToken)
            || requestStream.Current.MessageCase != V1.RunnerMessage.MessageOneofCase.Hello)
        {
            throw new FarmException(FailureCode.InvalidRequest, "A runner's first message must be a hello.");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, shutdown.StreamsEnd);
        using var writer = new SerialWriter<V1.FarmMessage>(responseStream);
        var hello = RunnerGreeting.Check(requestStream.Current.Hello);
        var connection = new RunnerConnection(grains, hello.ToModel(), logs, writer, options.Value.Lease, logger);
        await connection.RunAsync(hello, requestStream, ending);
    }

    public override async Task<V1.ListRunnersResponse> List(V1.ListRunnersRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var runners = await directory.ListAsync();
        return new()
        {
            Runners =
            {
                runners.Select(runner => new V1.Runner
                {
                    Hello = runner.Hello.ToProto(),
                    Connected = runner.Connected,
                    LastSeenUnixMs = runner.LastSeen.ToUnixTimeMilliseconds(),
                    Sessions = runner.Sessions,
                }),
            },
        };
    }
}
