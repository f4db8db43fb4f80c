using System.Diagnostics;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using StapFarm.CompileServer.Worker;

namespace StapFarm.CompileServer.ChildWorker;

/// <summary>Keeps the embedded farm's worker process: starts it, starts it again when it dies, takes it along at the end.</summary>
internal sealed partial class ChildSupervisor(
    IOptions<WorkerOptions> options,
    IChildLauncher launcher,
    ChildLog log,
    TimeProvider time,
    ILogger<ChildSupervisor> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Beyond what the child itself takes to drain.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ending = new();
    private Task _life = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Only now does the farm listen, so that the child can connect.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _life = Task.Run(LiveAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>The farm still listens: what the child has nearly done is reported and stored.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        await _life;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _ending.Dispose();

    private async Task LiveAsync()
    {
        try
        {
            while (!_ending.IsCancellationRequested)
            {
                await Restarting().ExecuteAsync(async _ => await RunOnceAsync(), _ending.Token);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            LogGivenUp(exception);
        }
    }

    /// <summary>Returns when the child was told to end, or died after a long life; throws when it died young.</summary>
    private async Task RunOnceAsync()
    {
        using var process = new Process { StartInfo = launcher.Describe() };
        var began = time.GetTimestamp();
        process.Start();
        log.Follow(process);
        LogStarted(process.Id);
        try
        {
            await process.WaitForExitAsync(_ending.Token);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process);
            return;
        }

        LogDied(process.Id, process.ExitCode);
        if (time.GetElapsedTime(began) < options.Value.StableAfter)
        {
            throw new ChildDiedException(process.ExitCode);
        }
    }

    private async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(options.Value.DrainTimeout + Grace, time);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            LogKilled(process.Id);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        LogEnded(process.Id, process.ExitCode);
    }

    private ResiliencePipeline Restarting() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ChildDiedException>().Handle<System.ComponentModel.Win32Exception>(),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = FirstPause,
            MaxDelay = options.Value.LongestPause,
            OnRetry = arguments =>
            {
                LogAgain(arguments.Outcome.Exception!.Message, arguments.RetryDelay.TotalSeconds);
                return default;
            },
        })
        .Build();
}
