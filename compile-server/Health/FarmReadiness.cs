using Microsoft.Extensions.Diagnostics.HealthChecks;
using StapFarm.Cluster.Scheduling;
using StapFarm.CompileServer.Shutdown;

namespace StapFarm.CompileServer.Health;

/// <summary>Ready: grains answer, and there is a worker, so that a build that is submitted now gets done.</summary>
internal sealed class FarmReadiness(IGrainFactory grains, ShutdownPhases shutdown) : IHealthCheck
{
    public const string Tag = "ready";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (shutdown.IsStopping)
        {
            return HealthCheckResult.Unhealthy("The farm is going down.");
        }

        try
        {
            var status = await grains.GetGrain<ISchedulerGrain>(0).StatusAsync().WaitAsync(Patience, cancellationToken);
            return status.Workers > 0
                ? HealthCheckResult.Healthy($"{status.Workers} workers with {status.Slots} slots.")
                : HealthCheckResult.Unhealthy("No worker has connected yet.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The scheduler doesn't answer.", exception);
        }
    }
}
