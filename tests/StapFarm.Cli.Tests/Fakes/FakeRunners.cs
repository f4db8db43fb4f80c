using Grpc.Core;

namespace StapFarm.Cli.Tests.Fakes;

internal sealed class FakeRunners(FakeLists lists) : V1.Runners.RunnersBase
{
    public override Task<V1.ListRunnersResponse> List(V1.ListRunnersRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.ListRunnersResponse { Runners = { lists.Runners } });
}
