using StapFarm.CompileServer.Kernels;
using StapFarm.Kernels.Wanted;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Translation.Keys;

namespace StapFarm.CompileServer.Builds;

/// <summary>Resolves kernel and toolchain, checks the options, and computes the key.</summary>
internal sealed class BuildPlanner(IKernelDepot kernels, IToolchainSelector selector, WishBook wishes)
{
    /// <param name="toolchain">As its user named it; empty for the farm's choice.</param>
    /// <exception cref="Model.Failures.FarmException"><c>InvalidRequest</c>, <c>Unsupported</c>, <c>UnknownKernel</c>, <c>NoToolchain</c>.</exception>
    public async Task<PlannedBuild> PlanAsync(ScriptSource source, string kernel, string toolchain, CancellationToken cancellationToken)
    {
        var (tree, warning) = await ResolveAsync(kernel, cancellationToken);
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

    private async Task<(KernelTree Tree, string? Warning)> ResolveAsync(string kernel, CancellationToken cancellationToken)
    {
        try
        {
            return (FarmKernels.Resolve(await kernels.ListAsync(cancellationToken), kernel, out var warning), warning);
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.UnknownKernel)
        {
            await wishes.AskedAsync(kernel, cancellationToken);
            throw;
        }
    }
}
