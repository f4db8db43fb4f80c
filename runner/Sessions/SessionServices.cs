using Microsoft.Extensions.Logging;
using StapFarm.Runner.Processes;
using StapFarm.Runner.Target;

namespace StapFarm.Runner.Sessions;

/// <summary>What every session of a runner uses.</summary>
internal sealed record SessionServices(
    SessionAdmission Admission,
    IStaprunLauncher Launcher,
    IKernelFacts Kernel,
    ModuleNames Names,
    ModuleRemover Remover,
    string SessionsRoot,
    TimeProvider Time,
    ILogger<StaprunSupervisor> SupervisorLog);
