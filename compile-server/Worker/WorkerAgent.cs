using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using StapFarm.Model.Kernels;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Worker;

/// <summary>
/// The worker's life: keeps a stream to the farm, comes again when it is lost, and finishes meanwhile what it has begun.
/// </summary>
internal sealed partial class WorkerAgent(
    IOptions<WorkerOptions> options,
    IFarmAddress farm,
    WorkerIdentity identity,
    WorkBoard board,
    IKernelDepot kernels,
    TimeProvider time,
    ILogger<WorkerAgent> logger) : IHostedLifecycleService, IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>For the last results to reach the farm.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _finished = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _life = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Only now: a front of the same process listens by now.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _life = Task.Run(LiveAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Before anything else stops: what is nearly done is still reported.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogDraining();
        await _draining.CancelAsync();
        await board.DrainAsync(options.Value.DrainTimeout, time);
        await _finished.CancelAsync();
        await _life.WaitAsync(LastWords, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ending.CancelAsync();
        await _life;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _finished.CancelAsync();
        await _ending.CancelAsync();
        await _life;
        _ending.Dispose();
        _finished.Dispose();
        _draining.Dispose();
    }

    private async Task LiveAsync()
    {
        using var channel = GrpcChannel.ForAddress(farm.Address, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                KeepAlivePingDelay = TimeSpan.FromSeconds(5),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
                EnableMultipleHttp2Connections = true,
            },
            DisposeHttpClient = true,
        });
        var client = new V1.Workers.WorkersClient(channel);
        try
        {
            while (!_finished.IsCancellationRequested)
            {
                await Reconnecting().ExecuteAsync(async _ => await ConnectAsync(client), _finished.Token);
            }
        }
        catch (Exception) when (_finished.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            LogEnded(exception);
        }
    }

    /// <summary>Returns when a stream that had been working ends; throws when there was none to begin with.</summary>
    private async Task ConnectAsync(V1.Workers.WorkersClient client)
    {
        var trees = await kernels.ListAsync(_ending.Token);
        var stream = new LeaseStream(
            identity,
            options.Value.EffectiveSlots,
            trees.Select(tree => tree.Digest).Where(tree => kernels.FolderOf(tree) is not null),
            board,
            time,
            logger);
        LogConnecting(farm.Address);
        var began = time.GetTimestamp();
        try
        {
            await stream.RunAsync(client, _draining.Token, _finished.Token, _ending.Token);
        }
        catch (RpcException exception) when (time.GetElapsedTime(began) > options.Value.StableAfter)
        {
            LogLost(exception.ToFailure().Message);
        }
    }

    private ResiliencePipeline Reconnecting() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(exception => exception is not OperationCanceledException),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstPause,
            MaxDelay = options.Value.LongestPause,
            OnRetry = arguments =>
            {
                var why = arguments.Outcome.Exception is RpcException rpc ? rpc.ToFailure().Message : arguments.Outcome.Exception!.Message;
                LogAgain(why, arguments.RetryDelay.TotalSeconds);
                return default;
            },
        })
        .Build();
}
