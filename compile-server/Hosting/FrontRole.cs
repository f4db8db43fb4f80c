using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Blobs;
using StapFarm.CompileServer.Builds;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Care;
using StapFarm.CompileServer.Health;
using StapFarm.CompileServer.Kernels;
using StapFarm.CompileServer.Leasing;
using StapFarm.CompileServer.Listening;
using StapFarm.CompileServer.Runners;
using StapFarm.CompileServer.Runs;
using StapFarm.CompileServer.Signatures;
using StapFarm.CompileServer.StapPort;
using StapFarm.CompileServer.StapPort.Discovery;
using StapFarm.CompileServer.Toolchains;
using StapFarm.CompileServer.Watching;
using StapFarm.Model.Principals;

namespace StapFarm.CompileServer.Hosting;

/// <summary>The role that speaks gRPC and HTTP.</summary>
internal static class FrontRole
{
    public static void AddFront(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<UploadOptions>().Bind(configuration.GetSection(UploadOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<UploadFolder>();
        services.AddSingleton<WantedKernels>();
        services.AddSingleton<UseGuard>();
        services.AddStoreChecks();
        services.AddSingleton<Doctor>();
        services.AddSingleton<IAuthorizer, LocalAuthorizer>();
        services.AddSingleton<FarmListener>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(provider => provider.GetRequiredService<FarmListener>());
        services.AddSingleton<IConnectionListenerFactory, HttpOneListenerFactory>();
        services.AddHostedService<AddressAnnouncement>();
        services.AddSingleton<BuildPlanner>();
        services.AddSingleton<BuildDesk>();
        services.AddSingleton<ModuleLookup>();
        services.AddSingleton<WorkEventMapping>();
        services.AddSingleton<RunnerDirectory>();
        services.AddSingleton<RunnerChoice>();
        services.AddSingleton<RunPlanner>();
        services.AddSingleton<RunWatchers>();
        services.AddGrpc();
        services.AddOptions<Grpc.AspNetCore.Server.GrpcServiceOptions>().Configure<IOptions<FarmOptions>>((grpc, farm) =>
        {
            grpc.MaxReceiveMessageSize = farm.Value.MaxMessageBytes;
            grpc.MaxSendMessageSize = farm.Value.MaxMessageBytes;
            grpc.Interceptors.Add<CallInterceptor>();
        });
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks(health => health.Services.Map("", context => context.Tags.Contains(FarmReadiness.Tag)))
            .AddCheck<FarmReadiness>("farm", tags: [FarmReadiness.Tag]);
    }

    /// <summary>The port for <c>stap --use-server</c>.</summary>
    public static void AddStapPort(this IServiceCollection services, IConfiguration configuration, FarmFolders folders, FarmRoles roles)
    {
        services.AddValidated<StapPortOptions>(configuration, StapPortOptions.Section);
        services.AddServerCertificate(configuration, folders, alone: roles.Roles.HasFlag(FarmRole.Embedded));
        services.AddSingleton<StapCertificate>();
        services.AddSingleton<RequestIntake>();
        services.AddSingleton<WorkWaiting>();
        services.AddSingleton<ClientKernels>();
        services.AddSingleton<ClientToolchains>();
        services.AddSingleton<ClientSignatures>();
        services.AddSingleton<StapDesk>();
        services.AddSingleton<StapConnections>();
        services.AddSingleton<StapListener>();
        services.AddHostedService(provider => provider.GetRequiredService<StapListener>());
        services.AddSingleton<Announcements>();
        services.AddSingleton<IServicePublisher, AvahiPublisher>();
        services.AddSingleton<AnnouncedServices>();
        services.AddHostedService<StapAnnouncer>();
    }

    public static void MapFront(this WebApplication app)
    {
        app.UseMiddleware<MessageSizeWords>();
        app.MapGrpcService<BuildsService>();
        app.MapGrpcService<WorkService>();
        app.MapGrpcService<BlobsService>();
        app.MapGrpcService<KernelsService>();
        app.MapGrpcService<ToolchainsService>();
        app.MapGrpcService<RunnersService>();
        app.MapGrpcService<RunsService>();
        app.MapGrpcService<WorkersService>();
        app.MapGrpcService<CareService>();
        app.MapGrpcService<SignaturesService>();
        app.MapGrpcService<FarmService>();
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        app.MapStatusPages();
    }
}
