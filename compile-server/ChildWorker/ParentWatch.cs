using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Worker;

namespace StapFarm.CompileServer.ChildWorker;

/// <summary>
/// In the child: ends the process when its standard input ends. The parent holds the other end and never writes, so that
/// the kernel closes it however the parent dies.
/// </summary>
internal sealed partial class ParentWatch(
    IOptions<WorkerOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<ParentWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.EndsWithParent)
        {
            return;
        }

        await using var input = Console.OpenStandardInput();
        var nothing = new byte[1];
        while (await input.ReadAsync(nothing, stoppingToken) > 0)
        {
        }

        LogParentGone();
        lifetime.StopApplication();
    }

    [LoggerMessage(1, LogLevel.Information, "The parent has let go: the worker ends")]
    private partial void LogParentGone();
}
