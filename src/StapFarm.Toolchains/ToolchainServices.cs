using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Depot;
using StapFarm.Toolchains.Exports;
using StapFarm.Toolchains.Files;
using StapFarm.Toolchains.Pairs;

namespace StapFarm.Toolchains;

/// <summary>Joins this room to a host.</summary>
public static class ToolchainServices
{
    /// <summary>
    /// Adds the depot, the files sent for it, exports, the pair registry, the selector and the matrix (which asks for an <c>IKernelDepot</c>). The host brings
    /// <see cref="IBlobStore"/> and <see cref="IManifestStore"/>.
    /// </summary>
    public static IServiceCollection AddToolchains(this IServiceCollection services, Action<ToolchainOptions> configure)
    {
        services.AddOptions<ToolchainOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IToolchainDepot>(provider => ToolchainDepot.Create(
            provider.GetRequiredService<IBlobStore>(),
            provider.GetRequiredService<IManifestStore>(),
            provider.GetRequiredService<IOptions<ToolchainOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ToolchainDepot>>()));
        services.AddSingleton<ToolchainFileStore>();
        services.AddSingleton<ToolchainExports>();
        services.AddSingleton<IPairRegistry, PairRegistry>();
        services.AddSingleton<IToolchainSelector, ToolchainSelector>();
        services.AddSingleton<PairMatrix>();
        return services;
    }
}
