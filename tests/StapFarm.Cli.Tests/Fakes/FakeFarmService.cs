using Grpc.Core;

namespace StapFarm.Cli.Tests.Fakes;

internal sealed class FakeFarmService(FakeLists lists) : V1.Farm.FarmBase
{
    public override Task<V1.FarmStatusResponse> Status(V1.FarmStatusRequest request, ServerCallContext context) => Task.FromResult(lists.Status);

    public override Task<V1.StapServerResponse> StapServer(V1.StapServerRequest request, ServerCallContext context) => Task.FromResult(lists.StapServer);

    public override Task<V1.StapServerResponse> RotateStapCertificate(V1.RotateStapCertificateRequest request, ServerCallContext context)
    {
        lists.StapServerSteps.Add(request.Step);
        return Task.FromResult(lists.StapServer);
    }
}
