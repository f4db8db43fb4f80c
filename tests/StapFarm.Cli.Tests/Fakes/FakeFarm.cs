using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace StapFarm.Cli.Tests.Fakes;

/// <summary>A farm that answers as a test says, over a real connection.</summary>
internal sealed class FakeFarm : IAsyncDisposable
{
    private readonly WebApplication _application;

    private FakeFarm(WebApplication application) => _application = application;

    public FakeBuilds Builds { get; } = new();

    public FakeBlobs Blobs { get; } = new();

    public FakeWork Work { get; } = new();

    public FakeRuns Runs { get; } = new();

    public FakeCare Care { get; } = new();

    public FakeLists Lists { get; } = new();

    public string Address => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<FakeFarm> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        FakeFarm? farm = null;
        builder.Services.AddSingleton(_ => farm!.Builds);
        builder.Services.AddSingleton(_ => farm!.Blobs);
        builder.Services.AddSingleton(_ => farm!.Work);
        builder.Services.AddSingleton(_ => farm!.Runs);
        builder.Services.AddSingleton(_ => farm!.Care);
        builder.Services.AddSingleton(_ => farm!.Lists);
        builder.Services.AddSingleton(services => new FakeKernels(services.GetRequiredService<FakeLists>()));
        builder.Services.AddSingleton(services => new FakeToolchains(services.GetRequiredService<FakeLists>()));
        builder.Services.AddSingleton(services => new FakeRunners(services.GetRequiredService<FakeLists>()));
        builder.Services.AddSingleton(services => new FakeFarmService(services.GetRequiredService<FakeLists>()));
        var application = builder.Build();
        farm = new FakeFarm(application);
        application.MapGrpcService<FakeBuilds>();
        application.MapGrpcService<FakeBlobs>();
        application.MapGrpcService<FakeWork>();
        application.MapGrpcService<FakeRuns>();
        application.MapGrpcService<FakeKernels>();
        application.MapGrpcService<FakeToolchains>();
        application.MapGrpcService<FakeRunners>();
        application.MapGrpcService<FakeCare>();
        application.MapGrpcService<FakeFarmService>();
        await application.StartAsync();
        return farm;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
