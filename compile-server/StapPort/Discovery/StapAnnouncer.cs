using System.Net;
using Microsoft.Extensions.Options;

namespace StapFarm.CompileServer.StapPort.Discovery;

/// <summary>
/// Keeps the port announced while it is open: looks from time to time what there is to announce and what has failed. Nothing
/// else depends on it.
/// </summary>
internal sealed partial class StapAnnouncer(
    IServiceProvider services,
    StapListener listener,
    AnnouncedServices announced,
    IOptions<StapPortOptions> options,
    TimeProvider time,
    ILogger<StapAnnouncer> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>How often it is looked whether something has changed or can be tried again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _ending = new();
    private Task _life = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The listener has its port by now: it was registered before.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (listener.Address is { } address && IsWanted(options.Value.Announce, address.Address))
        {
            _life = Task.Run(() => LiveAsync(services.GetRequiredService<Announcements>(), address.Port), CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        await _life;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _ending.Dispose();

    internal static bool IsWanted(AnnounceMode mode, IPAddress address) => mode switch
    {
        AnnounceMode.Always => true,
        AnnounceMode.Never => false,
        _ => !IPAddress.IsLoopback(address),
    };

    private async Task LiveAsync(Announcements announcements, int port)
    {
        using var ticks = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                await FollowAsync(announcements, port);
            }
            while (await ticks.WaitForNextTickAsync(_ending.Token));
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }

        await announced.FollowAsync([]);
    }

    private async Task FollowAsync(Announcements announcements, int port)
    {
        try
        {
            await announced.FollowAsync(await announcements.ListAsync(port, _ending.Token));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What can't be listed just now may be in a moment; what is announced stays.
            LogFailed(exception);
        }
    }
}
