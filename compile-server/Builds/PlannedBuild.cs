using StapFarm.Model.Builds;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.CompileServer.Builds;

/// <summary>A request with everything chosen that it left open.</summary>
/// <param name="Warnings">What its user should know.</param>
internal sealed record PlannedBuild(
    TranslationRequest Request,
    ModuleKey Key,
    KernelTree Tree,
    ToolchainChoice Choice,
    IReadOnlyList<string> Warnings);
