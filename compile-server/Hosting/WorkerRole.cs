using StapFarm.CompileServer.ChildWorker;
using StapFarm.CompileServer.Worker;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Hosting;

/// <summary>The role that does the work; or the child process that has it.</summary>
internal static class WorkerRole
{
    public static void AddWorkerProcess(this IServiceCollection services, IConfiguration configuration, FarmFolders folders, FarmRoles roles)
    {
        services.AddValidated<WorkerOptions>(configuration, WorkerOptions.Section);
        services.AddSingleton<IFarmAddress, FarmAddress>();
        if (roles.Has(FarmRole.Worker))
        {
            services.AddWorker(configuration, folders);
        }
        else if (roles.Has(FarmRole.Front) && IsChildWanted(configuration, roles))
        {
            services.AddSingleton<IChildLauncher, SameProgramLauncher>();
            services.AddSingleton<ChildLog>();
            services.AddHostedService<ChildSupervisor>();
        }
    }

    private static void AddWorker(this IServiceCollection services, IConfiguration configuration, FarmFolders folders)
    {
        services.AddTranslator(configuration, folders);
        services.AddSingleton<WorkerIdentity>();
        services.AddSingleton<PairPlace>();
        services.AddSingleton<IWorkHandler<WorkItem.Translate>, TranslateHandler>();
        services.AddSingleton<IWorkHandler<WorkItem.Prepare>, PrepareHandler>();
        services.AddSingleton<IWorkHandler<WorkItem.AddKernel>, AddKernelHandler>();
        services.AddSingleton<IWorkHandler<WorkItem.AddToolchain>, AddToolchainHandler>();
        services.AddSingleton<WorkDispatcher>();
        services.AddSingleton<WorkBoard>();
        services.AddHostedService<WorkerAgent>();
        services.AddHostedService<ParentWatch>();
    }

    private static bool IsChildWanted(IConfiguration configuration, FarmRoles roles) =>
        configuration.GetValue<bool?>($"{WorkerOptions.Section}:{nameof(WorkerOptions.Child)}") ?? !roles.Chosen;
}
