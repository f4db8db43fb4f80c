using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StapFarm.Kernels.DebFiles;
using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Debuginfod;
using StapFarm.Kernels.Depot;
using StapFarm.Kernels.Downloads;
using StapFarm.Kernels.Elf;
using StapFarm.Kernels.Rpm;
using StapFarm.Kernels.Sources;
using StapFarm.Kernels.Uploads;
using StapFarm.Kernels.Wanted;
using StapFarm.Model.Kernels;
using StapFarm.Model.Signing;

namespace StapFarm.Kernels;

/// <summary>How a host takes this room in.</summary>
public static class KernelServices
{
    /// <summary>
    /// Adds <see cref="IKernelDepot"/> over the configured sources, and <see cref="KernelFileStore"/>. The host gives an
    /// <c>IManifestStore</c>, an <c>IBlobStore</c> and logging, and binds the options; they are checked at its start.
    /// </summary>
    public static IServiceCollection AddKernels(
        this IServiceCollection services,
        Action<KernelDepotOptions> depot,
        Action<DebianArchiveOptions> archive,
        Action<KernelSourceOptions>? sources = null)
    {
        services.AddOptions<KernelDepotOptions>().Configure(depot).ValidateDataAnnotations();
        services.AddOptions<DebianArchiveOptions>().Configure(archive).ValidateDataAnnotations();
        services.AddOptions<KernelSourceOptions>()
            .Configure(options => sources?.Invoke(options))
            .Validate(
                options => options.SourcesInUse.All(KernelSourceOptions.IsKnown),
                $"Farm:Kernels:Sources: each must be '{KernelSourceOptions.Debian}', an absolute folder, or an http(s) address.")
            .Validate(options => (options.Debuginfod ?? []).All(KernelSourceOptions.IsAddress), "Farm:Kernels:Debuginfod: each must be an http(s) address.")
            .Validate(options => options.StallTimeout > TimeSpan.Zero, "Farm:Kernels:StallTimeout must be above zero.");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KernelFileStore>();
        services.TryAddSingleton<WishBook>();
        services.TryAddSingleton<DebianKernelSource>();
        services.TryAddSingleton(Sources);
        services.TryAddSingleton(DebugInfo);
        services.TryAddSingleton<IKernelDepot, KernelDepot>();
        return services;
    }

    /// <summary>Adds <see cref="IModuleReader"/>, all of this room that a signer needs.</summary>
    public static IServiceCollection AddModuleReader(this IServiceCollection services)
    {
        services.TryAddSingleton<IModuleReader, StapModuleReader>();
        return services;
    }

    private static IKernelSource Sources(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<KernelSourceOptions>>().Value;
        var depot = services.GetRequiredService<IOptions<KernelDepotOptions>>().Value;
        IReadOnlyList<IKernelSource> configured = [.. options.SourcesInUse.Select(source => Source(source, options, services))];
        return new SpecificationRouter(
            new UploadedKernelSource(services.GetRequiredService<KernelFileStore>(), [new DebSetReader(), new RpmSetReader(), new TreeSetReader()], Path.Combine(Path.GetFullPath(depot.Root), "scratch")),
            configured is [var only] ? only : new KernelSources(configured));
    }

    private static IDebugInfoServer DebugInfo(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<KernelSourceOptions>>().Value;
        var http = Http(options, services);
        return new DebuginfodServers([.. (options.Debuginfod ?? []).Select(address => new DebuginfodServer(Folder(address), http))]);
    }

    private static HttpDownload Http(KernelSourceOptions options, IServiceProvider services) =>
        new(new HttpClient { Timeout = Timeout.InfiniteTimeSpan }, options.StallTimeout, services.GetRequiredService<TimeProvider>());

    private static Uri Folder(string address) => new(address.TrimEnd('/') + "/");

    private static IKernelSource Source(string source, KernelSourceOptions options, IServiceProvider services)
    {
        if (source == KernelSourceOptions.Debian)
        {
            return services.GetRequiredService<DebianKernelSource>();
        }

        if (source.StartsWith('/'))
        {
            return new DebCollectionSource(new FolderDebs(source));
        }

        var time = services.GetRequiredService<TimeProvider>();
        var cache = Path.Combine(services.GetRequiredService<IOptions<DebianArchiveOptions>>().Value.CacheFolder, "mirrors");
        return new DebCollectionSource(new HttpDebs(Folder(source), Http(options, services), cache, time));
    }
}
