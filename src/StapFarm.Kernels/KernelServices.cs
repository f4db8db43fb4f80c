using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Depot;
using StapFarm.Model.Kernels;

namespace StapFarm.Kernels;

/// <summary>How a host takes this room in.</summary>
public static class KernelServices
{
    /// <summary>
    /// Adds <see cref="IKernelDepot"/> over the Debian archive. The host gives an <c>IManifestStore</c> and logging, and
    /// binds the options; they are checked at its start.
    /// </summary>
    public static IServiceCollection AddKernels(
        this IServiceCollection services, Action<KernelDepotOptions> depot, Action<DebianArchiveOptions> archive)
    {
        services.AddOptions<KernelDepotOptions>().Configure(depot).ValidateDataAnnotations();
        services.AddOptions<DebianArchiveOptions>().Configure(archive).ValidateDataAnnotations();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IKernelSource, DebianKernelSource>();
        services.TryAddSingleton<IKernelDepot, KernelDepot>();
        return services;
    }
}
