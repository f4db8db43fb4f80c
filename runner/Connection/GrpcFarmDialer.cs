using Grpc.Core;
using StapFarm.Protocol.V1;

namespace StapFarm.Runner.Connection;

/// <summary>Connections over gRPC.</summary>
internal sealed class GrpcFarmDialer(Runners.RunnersClient client) : IFarmDialer
{
    public IFarmStream Open() => new GrpcFarmStream(client.Connect());

    private sealed class GrpcFarmStream(AsyncDuplexStreamingCall<RunnerMessage, FarmMessage> call) : IFarmStream
    {
        public Task WriteAsync(RunnerMessage message, CancellationToken cancellationToken) =>
            call.RequestStream.WriteAsync(message, cancellationToken);

        public async Task<FarmMessage?> ReadAsync(CancellationToken cancellationToken) =>
            await call.ResponseStream.MoveNext(cancellationToken) ? call.ResponseStream.Current : null;

        public ValueTask DisposeAsync()
        {
            call.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
