using System.Runtime.InteropServices;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using StapFarm.Model.Failures;
using StapFarm.Model.Tickets;
using StapFarm.Protocol.V1;
using StapFarm.Runner.Connection;
using StapFarm.Runner.Content;
using StapFarm.Runner.Journal;
using StapFarm.Runner.Logging;
using StapFarm.Runner.Native;
using StapFarm.Runner.Options;
using StapFarm.Runner.Processes;
using StapFarm.Runner.Sessions;
using StapFarm.Runner.State;
using StapFarm.Runner.Target;
using StapFarm.Runner.Tickets;
using SessionEndReason = StapFarm.Model.Runs.SessionEndReason;

namespace StapFarm.Runner;

/// <summary>Puts the runner together and keeps it going until a signal ends it.</summary>
internal static class RunnerProcess
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReportPatience = TimeSpan.FromSeconds(3);

    /// <returns>The exit code.</returns>
    /// <exception cref="FarmException">Why it can't start.</exception>
    public static async Task<int> RunAsync(RunnerOptions options)
    {
        var time = TimeProvider.System;
        using var log = new StderrLog(time);
        using var verifier = new TicketVerifier(ReadKey(options.FarmKeyFile));
        using var state = StateFolder.Open(options.State);
        using var channel = GrpcChannel.ForAddress(options.Farm, ChannelOptions());
        var kernel = new LinuxKernelFacts();
        var modules = new KernelModules();
        var identity = state.Identity();
        var remover = new ModuleRemover(modules, time, log.CreateLogger<ModuleRemover>());
        var admission = new SessionAdmission(
            new TicketGate(verifier, identity, kernel.Identity, time),
            kernel.Identity,
            new BlobFetcher(new GrpcBlobSource(new Blobs.BlobsClient(channel)), time, log.CreateLogger<BlobFetcher>()),
            new ContentCache(state.Modules, options.CacheBytes / 4, time),
            new ContentCache(state.Bundles, options.CacheBytes - (options.CacheBytes / 4), time));
        var services = new SessionServices(
            admission,
            new StaprunLauncher(["/proc/self/exe"]),
            kernel,
            new ModuleNames(modules),
            remover,
            state.Sessions,
            time,
            log.CreateLogger<StaprunSupervisor>());
        var book = new SessionBook(services, options, log.CreateLogger<Session>());
        var recovery = new Recovery(state.Sessions, new ProcessTable(), modules, remover, kernel, time, log.CreateLogger<Recovery>());
        foreach (var lost in await recovery.RunAsync())
        {
            book.AddLost(lost.Id, lost.Failure);
        }

        using var lease = new Lease(options.Lease, time, () => book.AbandonAll(SessionEndReason.LeaseLost));
        var hello = new HelloSource(identity, options, kernel);
        var link = new FarmLink(
            new GrpcFarmDialer(new Runners.RunnersClient(channel)),
            hello.Make,
            book,
            lease,
            time,
            log.CreateLogger<FarmLink>());
        await RunUntilSignalAsync(link, book, time);
        return 0;
    }

    private static async Task RunUntilSignalAsync(FarmLink link, SessionBook book, TimeProvider time)
    {
        using var end = new CancellationTokenSource();
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        var linking = link.RunAsync(end.Token);
        await Task.WhenAny(linking, signalled.Task);

        // What runs here ends with its output and its module unloaded; then the farm is told, if it listens.
        book.AbandonAll(SessionEndReason.TargetLost);
        await Task.WhenAny(book.WhenIdle(), Task.Delay(EndPatience, time));
        await Task.WhenAny(book.WhenClosed(), Task.Delay(ReportPatience, time));
        await end.CancelAsync();
        await linking;

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            signalled.TrySetResult();
        }
    }

    private static string ReadKey(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FarmException(
                FailureCode.InvalidRequest,
                $"The farm's ticket key can't be read: {exception.Message}",
                "Print it on the farm with: stapfarm farm key",
                exception);
        }
    }

    private static GrpcChannelOptions ChannelOptions() => new()
    {
        // A farm that vanished without a word is noticed by pings, not by the kernel's minutes.
        HttpHandler = new SocketsHttpHandler
        {
            KeepAlivePingDelay = TimeSpan.FromSeconds(10),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
        },
        DisposeHttpClient = true,
    };
}
