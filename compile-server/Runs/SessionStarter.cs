using Microsoft.Extensions.Options;
using StapFarm.Cluster.Runners;
using StapFarm.Cluster.Runs;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Model.Tickets;
using StapFarm.Model.Toolchains;
using StapFarm.Storage.Modules;

namespace StapFarm.CompileServer.Runs;

/// <summary>Starts sessions: the module from the store, its toolchain's runtime bundle, and a signed ticket for both.</summary>
internal sealed class SessionStarter(
    ModuleCache modules,
    IToolchainDepot toolchains,
    IPairRegistry pairs,
    ITicketSigner signer,
    IGrainFactory grains,
    IOptions<RunSettings> options,
    TimeProvider time) : ISessionStarter
{
    public async Task<RunnerCommand.Start> PrepareAsync(SessionPlan plan, CancellationToken cancellationToken)
    {
        var manifest = await FindAsync(plan, cancellationToken);
        if (manifest is not { Kind: TranslationKind.Module, ModuleName: { } name })
        {
            throw new FarmException(FailureCode.Unsupported, "This translation gives a listing, which can't be run.", "Use: stapfarm build");
        }

        if (manifest.Kernel.BuildId != plan.Kernel.BuildId)
        {
            throw new FarmException(
                FailureCode.WrongKernel,
                $"The module is for {manifest.Kernel}, and the target runs {plan.Kernel}.",
                "Run it again: the kernel is looked up anew.");
        }

        var bundle = await toolchains.FindBundleAsync(manifest.Pair.Toolchain, plan.Kernel.Architecture, cancellationToken)
            ?? throw new FarmException(
                FailureCode.NotFound,
                $"The toolchain {manifest.Pair.Toolchain.Short} has no runtime bundle for {plan.Kernel.Architecture}.",
                "Add the toolchain again, or run with another one.");
        var ticket = new Ticket(
            plan.Session,
            plan.Runner,
            manifest.Content.Digest,
            bundle.Content.Digest,
            name,
            plan.Kernel.Release,
            plan.Kernel.BuildId,
            plan.Options.Command,
            plan.Options.TargetPid,
            plan.Options.Globals,
            WholeMilliseconds(time.GetUtcNow() + options.Value.TicketLifetime));
        return new(plan.Session, signer.Sign(ticket), manifest.Content, bundle.Content, plan.Options.TimeLimit, plan.Options.OutputLimit);
    }

    public async Task RecordLoadAsync(SessionPlan plan, SessionEnd? failedWith, CancellationToken cancellationToken)
    {
        var manifest = await FindAsync(plan, cancellationToken);
        if (failedWith is not null
            && (await pairs.GetAsync(manifest.Pair, cancellationToken)).Evidence.Any(evidence => evidence.State == PairState.Runs))
        {
            // Modules of this pair do load; what failed is about this script, or this target.
            return;
        }

        var runner = (await grains.GetGrain<IRunnerGrain>(plan.Runner).DescribeAsync())?.Hello.Name ?? plan.Runner;
        var evidence = failedWith is null
            ? LoadEvidence.Good(plan.Key, runner, time.GetUtcNow())
            : LoadEvidence.Bad(failedWith, runner, time.GetUtcNow());
        if (evidence is not null)
        {
            await pairs.RecordAsync(manifest.Pair, evidence, cancellationToken);
        }
    }

    private async Task<ModuleManifest> FindAsync(SessionPlan plan, CancellationToken cancellationToken) =>
        await modules.FindAsync(plan.Key, cancellationToken)
        ?? throw new FarmException(FailureCode.NotFound, "The module was removed from the store before it could be run.", "Run it again.");

    private static DateTimeOffset WholeMilliseconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
