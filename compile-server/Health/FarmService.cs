using Google.Protobuf;
using Grpc.Core;
using StapFarm.Cluster.Scheduling;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Hosting;
using StapFarm.CompileServer.StapPort;
using StapFarm.Model.Failures;
using StapFarm.Model.Principals;
using StapFarm.Model.Signing;
using StapFarm.Model.Tickets;
using StapFarm.Signing.Servers;
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
        return Task.FromResult(StapServer());
    }

    public override async Task<V1.StapServerResponse> RotateStapCertificate(V1.RotateStapCertificateRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Administer);
        if (stap.Address is null)
        {
            throw new FarmException(FailureCode.NotFound, "This process doesn't serve stap --use-server.", $"Start it with {StapPortOptions.Section}:Listen=ADDRESS:PORT.");
        }

        var rotation = services.GetRequiredService<IServerCertificateRotation>();
        Action step = request.Step switch
        {
            V1.StapCertificateStep.MakeNext => rotation.MakeNext,
            V1.StapCertificateStep.Activate => rotation.Activate,
            V1.StapCertificateStep.Retire => rotation.Retire,
            _ => throw new FarmException(FailureCode.Unsupported, $"The step {(int)request.Step} of a rotation is unknown here.", "Use a command of the farm's release."),
        };
        // Making a key takes seconds.
        await Task.Run(step, context.CancellationToken);
        services.GetRequiredService<StapCertificate>().Refresh();
        return StapServer();
    }

    private V1.StapServerResponse StapServer()
    {
        if (stap.Address is not { } address)
        {
            return new();
        }

        // Opened with the port; without it there may be none.
        var certificates = services.GetRequiredService<StapCertificate>().All;
        return new()
        {
            Address = address.ToString(),
            TlsCertificates = { certificates.Select(one => ByteString.CopyFrom(one.Der.Span)) },
            TlsStates = { certificates.Select(one => StateOf(one.State)) },
            SignerCertificate = ByteString.CopyFrom(services.GetRequiredService<IModuleSigner>().StaprunSigner.Der.Span),
        };
    }

    private static V1.StapCertificateState StateOf(ServerCertificateState state) => state switch
    {
        ServerCertificateState.InUse => V1.StapCertificateState.InUse,
        ServerCertificateState.Next => V1.StapCertificateState.Next,
        ServerCertificateState.Previous => V1.StapCertificateState.Previous,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
