using Google.Protobuf;
using Grpc.Core;
using StapFarm.Cluster.Scheduling;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Hosting;
using StapFarm.CompileServer.StapPort;
using StapFarm.Model.Principals;
using StapFarm.Model.Signing;
using StapFarm.Model.Tickets;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Health;

/// <summary>The farm itself.</summary>
internal sealed class FarmService(IGrainFactory grains, FarmRoles roles, ITicketSigner signer, StapListener stap, IServiceProvider services, IAuthorizer authorizer) : V1.Farm.FarmBase
{
    public override async Task<V1.FarmStatusResponse> Status(V1.FarmStatusRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var scheduler = await grains.GetGrain<ISchedulerGrain>(0).StatusAsync();
        return new()
        {
            Version = FarmVersion.Text,
            Roles = { roles.Names },
            Workers = scheduler.Workers,
            Slots = scheduler.Slots,
            Queued = scheduler.Queued,
            Leased = scheduler.Leased,
            TicketKeyPem = signer.PublicKeyPem,
        };
    }

    public override Task<V1.StapServerResponse> StapServer(V1.StapServerRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        return Task.FromResult(stap.Address is { } address
            ? new V1.StapServerResponse
            {
                Address = address.ToString(),
                // Opened with the port; without it there may be none.
                TlsCertificates = { ByteString.CopyFrom(services.GetRequiredService<StapCertificate>().Der.Span) },
                SignerCertificate = ByteString.CopyFrom(services.GetRequiredService<IModuleSigner>().StaprunSigner.Der.Span),
            }
            : new V1.StapServerResponse());
    }
}
