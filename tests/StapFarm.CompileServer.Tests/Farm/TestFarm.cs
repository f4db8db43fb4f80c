using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StapFarm.CompileServer.Hosting;
using StapFarm.CompileServer.Listening;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.Model.Builds;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Testing;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Farm;

/// <summary>
/// A farm in this process: real listener, real grains, real file stores; kernels, toolchains and the translator are
/// stand-ins, shared with the workers it starts.
/// </summary>
internal sealed class TestFarm : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly List<IHost> _workers = [];
    private readonly string[] _settings;
    private IHost _front = null!;
    private GrpcChannel _channel = null!;

    private TestFarm(string[] settings) => _settings = settings;

    public FakeKernelDepot Kernels { get; } = new();

    public FakeToolchainDepot Toolchains { get; } = new();

    public FakeTranslator Translator { get; } = new();

    public LogRecorder Log { get; } = new();

    public string Address => _front.Services.GetRequiredService<FarmListener>().Address;

    public string DataRoot => _folder.Path;

    public IServiceProvider Services => _front.Services;

    public IHost Host => _front;

    public V1.Builds.BuildsClient Builds => new(_channel);

    public V1.Work.WorkClient Work => new(_channel);

    public V1.Blobs.BlobsClient Blobs => new(_channel);

    public V1.Kernels.KernelsClient KernelsClient => new(_channel);

    public V1.Toolchains.ToolchainsClient ToolchainsClient => new(_channel);

    public V1.Runners.RunnersClient Runners => new(_channel);

    public V1.Runs.RunsClient Runs => new(_channel);

    public V1.Workers.WorkersClient Workers => new(_channel);

    public V1.Care.CareClient Care => new(_channel);

    public V1.Signatures.SignaturesClient Signatures => new(_channel);

    public V1.Farm.FarmClient Status => new(_channel);

    public GrpcChannel Channel => _channel;

    /// <summary>A front with silo and signer, one kernel and one toolchain; no worker yet.</summary>
    public static async Task<TestFarm> StartAsync(Action<IServiceCollection>? customize = null, params string[] settings)
    {
        var farm = new TestFarm(settings);
        farm.Kernels.Put(Samples.Kernel);
        farm.Toolchains.Put(Samples.Toolchain("debian:trixie", "5.1"));
        farm._front = FarmHost.Create(
            [.. farm.Arguments(), "--Farm:Roles=front,silo,signer", "--Farm:Url=http://127.0.0.1:0", .. settings],
            services =>
            {
                farm.StandIn(services);
                customize?.Invoke(services);
            });
        await farm._front.StartAsync();
        farm._channel = GrpcChannel.ForAddress(farm.Address, new() { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        return farm;
    }

    /// <summary>A farm with a worker that has connected.</summary>
    public static async Task<TestFarm> StartWithWorkerAsync(params string[] settings)
    {
        var farm = await StartAsync(null, settings);
        await farm.StartWorkerAsync("worker-1");
        return farm;
    }

    /// <summary>Starts a worker host on the same stores, and returns when the farm knows of it.</summary>
    public async Task<IHost> StartWorkerAsync(string name)
    {
        var worker = FarmHost.Create(
            [.. Arguments(), "--Farm:Roles=worker", $"--Farm:Worker:Farm={Address}", $"--Farm:Worker:Name={name}", "--Farm:Worker:Slots=2", .. _settings],
            StandIn);
        _workers.Add(worker);
        await worker.StartAsync();
        // By its name: their number tells nothing while the farm hasn't yet noticed that another one is gone.
        while ((await Status.StatusAsync(new())).Workers == 0 || !Log.Lines.Any(line => line.Contains($"Worker {name} has connected", StringComparison.Ordinal)))
        {
            await Task.Yield();
        }

        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        Translator.Open();
        foreach (var worker in _workers)
        {
            await StopAsync(worker);
        }

        _channel.Dispose();
        await StopAsync(_front);
        Translator.Dispose();
        _folder.Dispose();
    }

    private static async Task StopAsync(IHost host)
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private string[] Arguments() => [$"--Farm:DataRoot={_folder.Path}", "--Farm:Storage:FlushToDisk=false"];

    private void StandIn(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IKernelDepot>(Kernels));
        services.Replace(ServiceDescriptor.Singleton<IToolchainDepot>(Toolchains));
        services.Replace(ServiceDescriptor.Singleton<ITranslator>(Translator));
        services.AddSingleton<ILoggerProvider>(Log);
    }
}
