using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Serialization;
using StapFarm.Cluster.Care;
using StapFarm.Cluster.Runners;
using StapFarm.Cluster.Runs;
using StapFarm.Cluster.Scheduling;
using StapFarm.Cluster.Scheduling.Attempts;
using StapFarm.Cluster.Serialization;
using StapFarm.Cluster.Waiting;
using StapFarm.Model.Care;

namespace StapFarm.Cluster.Hosting;

/// <summary>What a host adds for the farm's grains.</summary>
public static class ClusterServices
{
    /// <summary>
    /// Adds what the grains need, in a silo's process. The host brings <see cref="Model.Content.IManifestStore"/> and
    /// <see cref="ISessionStarter"/>, and binds <see cref="SchedulerOptions"/> (<c>Farm:Scheduler</c>) and
    /// <see cref="RunnerOptions"/> (<c>Farm:Runners</c>), which are validated at start.
    /// </summary>
    public static IServiceCollection AddStapFarmCluster(this IServiceCollection services)
    {
        services.AddStapFarmMessages();
        services.AddOptions<SchedulerOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RunnerOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LongPolls>();
        services.TryAddSingleton<IAttemptLog, ManifestAttemptLog>();
        services.TryAddSingleton<AttemptBook>();
        services.TryAddSingleton<IUses, ClusterUses>();
        services.TryAddTransient<WorkTeller>();
        services.TryAddTransient<SessionLaunch>();
        return services;
    }

    /// <summary>Adds the names under which messages travel: for silos and for clients, which must agree on them.</summary>
    public static IServiceCollection AddStapFarmMessages(this IServiceCollection services) =>
        services.AddSerializer(serializer => serializer.Configure(ModelTypeAliases.AddTo));
}
