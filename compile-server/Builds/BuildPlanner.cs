using StapFarm.Model.Builds;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Translation.Keys;

namespace StapFarm.CompileServer.Builds;

/// <summary>Resolves kernel and toolchain, checks the options, and computes the key.</summary>
internal sealed class BuildPlanner(IKernelDepot kernels, IToolchainSelector selector)
{
    /// <param name="toolchain">As its user named it; empty for the farm's choice.</param>
    /// <exception cref="Model.Failures.FarmException"><c>InvalidRequest</c>, <c>Unsupported</c>, <c>UnknownKernel</c>, <c>NoToolchain</c>.</exception>
    public async Task<PlannedBuild> PlanAsync(ScriptSource source, string kernel, string toolchain, CancellationToken cancellationToken)
    {
        var tree = KernelResolution.Resolve(await kernels.ListAsync(cancellationToken), kernel, out var warning);
        var planned = await PlanAsync(source, tree, toolchain, cancellationToken);
        return warning is null ? planned : planned with { Warnings = [warning] };
    }

    /// <inheritdoc cref="PlanAsync(ScriptSource, string, string, CancellationToken)"/>
    public async Task<PlannedBuild> PlanAsync(ScriptSource source, KernelTree tree, string toolchain, CancellationToken cancellationToken)
    {
        var choice = await selector.SelectAsync(tree, toolchain.Length == 0 ? null : toolchain, cancellationToken);
        var request = new TranslationRequest(source, new PairName(choice.Toolchain.Digest, tree.Digest), tree.Identity.Architecture);
        return new(request, ModuleKeys.Of(request), tree, choice, []);
    }
}
