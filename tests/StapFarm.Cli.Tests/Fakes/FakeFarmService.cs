using Grpc.Core;

namespace StapFarm.Cli.Tests.Fakes;

internal sealed class FakeFarmService(FakeLists lists) : V1.Farm.FarmBase
{
    public override Task<V1.FarmStatusResponse> Status(V1.FarmStatusRequest request, ServerCallContext context) => Task.FromResult(lists.Status);
}
