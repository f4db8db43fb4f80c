using Microsoft.Extensions.Options;
using StapFarm.Cluster.Scheduling.Attempts;
using StapFarm.CompileServer.Blobs;
using StapFarm.CompileServer.Hosting;
using StapFarm.Kernels.Care;
using StapFarm.Kernels.Depot;
using StapFarm.Kernels.Wanted;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Storage;
using StapFarm.Storage.Care;
using StapFarm.Storage.Modules;
using StapFarm.Toolchains.Care;
using StapFarm.Translation.Care;

namespace StapFarm.CompileServer.Care;

/// <summary>Takes in what each room knows of how its store should be.</summary>
internal static class StoreChecks
{
    private static readonly ManifestForm[] Forms =
        [ModuleCache.Form, KernelTreeDocument.Form, .. ToolchainForms.All, ManifestAttemptLog.Form, WishBook.Form];

    /// <summary>In the order in which they are made: what a repair takes away, those behind it find missing.</summary>
    public static void AddStoreChecks(this IServiceCollection services)
    {
        services.AddSingleton<IStoreCheck, BlobsCheck>();
        services.AddSingleton<IStoreCheck>(provider => ActivatorUtilities.CreateInstance<ManifestsCheck>(provider, Forms.AsEnumerable()));
        services.AddSingleton<IStoreCheck, SessionLogsCheck>();
        Add<KernelTreesCheck>(services, folders => [folders.Kernels, folders.IsShared(folders.Kernels)]);
        Add<KernelScratchCheck>(services, folders => [folders.Kernels]);
        Add<ToolchainRootsCheck>(services, folders => [folders.IsShared(folders.Toolchains)]);
        services.AddSingleton<IStoreCheck, ToolchainScratchCheck>();
        Add<PreparedPairsCheck>(services, folders => [folders.Prepared, folders.IsShared(folders.Prepared)]);
        Add<BuildScratchCheck>(services, folders => [Path.Combine(folders.Scratch, "builds")]);
        services.AddSingleton<IStoreCheck>(provider => new LeftoversCheck(
            "uploads",
            provider.GetRequiredService<UploadFolder>().Path,
            provider.GetRequiredService<IOptions<UploadOptions>>().Value.KeptFor,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IStoreCheck>(provider => new LeftoversCheck(
            "unfinished files",
            Path.Combine(provider.GetRequiredService<FarmFolders>().Stores, "incoming"),
            provider.GetRequiredService<IOptions<FileStorageOptions>>().Value.AbandonedAfter,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IStoreCheck, BudgetsCheck>();
    }

    private static void Add<T>(IServiceCollection services, Func<FarmFolders, object[]> arguments)
        where T : class, IStoreCheck =>
        services.AddSingleton<IStoreCheck>(provider => ActivatorUtilities.CreateInstance<T>(provider, arguments(provider.GetRequiredService<FarmFolders>())));
}
