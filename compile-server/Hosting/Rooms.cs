using Microsoft.Extensions.Options;
using StapFarm.CompileServer.StapPort;
using StapFarm.CompileServer.Worker;
using StapFarm.Kernels;
using StapFarm.Signing;
using StapFarm.Storage;
using StapFarm.Storage.Collection;
using StapFarm.Toolchains;
using StapFarm.Translation;
using StapFarm.Translation.Sandbox;

namespace StapFarm.CompileServer.Hosting;

/// <summary>
/// Takes the rooms in: their folders from <see cref="FarmFolders"/>, the rest of their settings from the section
/// <c>Farm:ROOM</c>.
/// </summary>
internal static class Rooms
{
    public static void AddStores(this IServiceCollection services, IConfiguration configuration, FarmFolders folders)
    {
        services.Configure<CollectionOptions>(configuration.GetSection("Farm:Storage"));
        services.AddFileStorage(options =>
        {
            configuration.GetSection("Farm:Storage").Bind(options);
            options.Root = folders.Stores;
        });
    }

    public static void AddDepots(this IServiceCollection services, IConfiguration configuration, FarmFolders folders)
    {
        services.AddKernels(
            depot => depot.Root = folders.Kernels,
            archive =>
            {
                configuration.GetSection("Farm:Kernels").Bind(archive);
                archive.CacheFolder = folders.Downloads;
            },
            sources => configuration.GetSection("Farm:Kernels").Bind(sources));
        services.AddToolchains(options =>
        {
            configuration.GetSection("Farm:Toolchains").Bind(options);
            options.Roots = folders.Toolchains;
            options.Scratch = Path.Combine(folders.Scratch, "toolchains");
        });
    }

    /// <param name="alone">Whether no other process of this farm has keys: only then one that is missing is made.</param>
    public static void AddKeys(this IServiceCollection services, IConfiguration configuration, FarmFolders folders, bool alone)
    {
        services.AddSigning(options =>
        {
            options.CreateMissingKeys = alone;
            configuration.GetSection("Farm:Signing").Bind(options);
            options.Folder = folders.Keys;
        });
        services.AddModuleReader();
        services.AddModuleSigning();
    }

    /// <inheritdoc cref="AddKeys"/>
    public static void AddServerCertificate(this IServiceCollection services, IConfiguration configuration, FarmFolders folders, bool alone) =>
        services.AddServerCertificate(options =>
        {
            options.CreateMissing = alone;
            options.Certificate = Path.Combine(folders.Keys, "stap-server.pem");
            configuration.GetSection(StapPortOptions.Section).Bind(options);
        });

    public static void AddTranslator(this IServiceCollection services, IConfiguration configuration, FarmFolders folders)
    {
        services.Configure<SandboxOptions>(configuration.GetSection("Farm:Sandbox"));
        services.AddOptions<SandboxOptions>().PostConfigure<IOptions<WorkerOptions>>(
            (sandbox, worker) => sandbox.Slots = worker.Value.EffectiveSlots);
        services.Configure<TranslationOptions>(configuration.GetSection("Farm:Translation"));
        services.Configure<TranslationOptions>(options =>
        {
            options.ScratchFolder = Path.Combine(folders.Scratch, "builds");
            options.PreparedFolder = folders.Prepared;
        });
        services.AddTranslation();
    }
}
