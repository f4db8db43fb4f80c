using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Work;

namespace StapFarm.Storage.Collection;

/// <summary>Keeps the budgets in the background. One that can't be kept is said when that begins or gets worse, not at every turn.</summary>
public sealed partial class StoreKeeper(
    StoreCollector stores,
    SessionLogCollector sessions,
    IOptions<CollectionOptions> options,
    TimeProvider time,
    ILogger<StoreKeeper> logger) : BackgroundService
{
    private readonly Dictionary<string, long> _said = new(StringComparer.Ordinal);

    private PeriodicTimer? _timer;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new(options.Value.CollectionInterval, time);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _timer?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _timer!.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TendAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception, options.Value.CollectionInterval);
            }
        }
    }

    private async Task TendAsync(CancellationToken cancellationToken)
    {
        var report = await stores.CollectAsync(new(null, options.Value.ModuleBytes, options.Value.BlobBytes, DryRun: false), Unseen.Instance, cancellationToken);
        SayOnce("Farm:Storage:ModuleBytes", Budget.Excess(report.ModuleBytesLeft, options.Value.ModuleBytes));
        SayOnce("Farm:Storage:BlobBytes", Budget.Excess(report.BlobBytesLeft, options.Value.BlobBytes));
        SayOnce("Farm:Storage:SessionBytes", (await sessions.CollectAsync(dryRun: false, cancellationToken)).Excess);
    }

    private void SayOnce(string budget, long excess)
    {
        if (excess > _said.GetValueOrDefault(budget))
        {
            LogExcess(logger, budget, excess);
        }

        _said[budget] = excess;
    }

    private sealed class Unseen : IProgress<WorkProgress>
    {
        public static Unseen Instance { get; } = new();

        public void Report(WorkProgress value)
        {
        }
    }
}
