using System.Net;
using System.Net.Sockets;
using StapFarm.Cluster.Hosting;
using StapFarm.Cluster.Runners;
using StapFarm.Cluster.Runs;
using StapFarm.Cluster.Scheduling;
using StapFarm.CompileServer.Runs;
using StapFarm.Storage.Collection;

namespace StapFarm.CompileServer.Hosting;

/// <summary>The role that has the grains.</summary>
internal static class SiloRole
{
    public static void AddSilo(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;
        services.AddValidated<SiloOptions>(configuration, SiloOptions.Section);
        services.AddValidated<RunSettings>(configuration, RunSettings.Section);
        services.Configure<SchedulerOptions>(configuration.GetSection("Farm:Scheduler"));
        services.Configure<RunnerOptions>(configuration.GetSection("Farm:Runners"));
        services.AddStapFarmCluster();
        services.AddHostedService<StoreKeeper>();
        services.AddSingleton<ISessionStarter, SessionStarter>();
        var options = configuration.GetSection(SiloOptions.Section).Get<SiloOptions>() ?? new();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(
            Free(options.Port),
            Free(options.GatewayPort),
            serviceId: "stapfarm",
            clusterId: "embedded"));
    }

    /// <summary>Orleans wants a number: one that was free a moment ago, so that several farms fit on one machine.</summary>
    private static int Free(int port)
    {
        if (port != 0)
        {
            return port;
        }

        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
