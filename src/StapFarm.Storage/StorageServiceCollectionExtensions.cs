using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Content;
using StapFarm.Model.Runs;
using StapFarm.Storage.Blobs;
using StapFarm.Storage.Collection;
using StapFarm.Storage.Files;
using StapFarm.Storage.Manifests;
using StapFarm.Storage.Modules;
using StapFarm.Storage.Sessions;

namespace StapFarm.Storage;

/// <summary>Registers the stores.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// The stores on files: <see cref="IBlobStore"/> (verifying, limited), <see cref="IManifestStore"/>,
    /// <see cref="ISessionLogStore"/> and <see cref="ModuleCache"/>. Options are validated when the host starts, and
    /// abandoned half-written files removed.
    /// </summary>
    public static IServiceCollection AddFileStorage(this IServiceCollection services, Action<FileStorageOptions> configure)
    {
        services.AddOptions<FileStorageOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IBlobStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<FileStorageOptions>>();
            return new SizeLimitedBlobStore(
                new VerifyingBlobStore(new FileBlobStore(options, provider.GetRequiredService<TimeProvider>()), provider.GetRequiredService<ILogger<VerifyingBlobStore>>()),
                options.Value.MaxBlobBytes);
        });
        services.AddSingleton<IManifestStore, FileManifestStore>();
        services.AddSingleton<ISessionLogStore, FileSessionLogStore>();
        services.AddSingleton<IManifestUses, FileManifestUses>();
        services.AddSingleton<IBlobShelf, FileBlobShelf>();
        services.AddSingleton<ModuleCache>();
        services.AddOptions<CollectionOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ISessionLogShelf, FileSessionLogShelf>();
        services.AddSingleton<StoreCollector>();
        services.AddSingleton<SessionLogCollector>();
        services.AddSingleton<AbandonedFileSweeper>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<AbandonedFileSweeper>());
        return services;
    }
}
