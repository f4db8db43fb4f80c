using StapFarm.Cluster.Runs;
using StapFarm.CompileServer.Builds;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Options;
using StapFarm.Model.Principals;
using StapFarm.Model.Work;
using SessionOptions = StapFarm.Model.Runs.SessionOptions;

namespace StapFarm.CompileServer.Runs;

/// <summary>Turns a script and a selector into sessions: one build per kernel, one session per runner.</summary>
internal sealed class RunPlanner(RunnerChoice runners, IKernelDepot kernels, BuildPlanner builds, BuildDesk desk)
{
    /// <exception cref="FarmException">What <see cref="RunnerChoice"/>, <see cref="RunnerKernel"/> and <see cref="BuildPlanner"/> say.</exception>
    public async Task<IReadOnlyList<PlannedSession>> PlanAsync(
        string run,
        ScriptSource source,
        string selector,
        string toolchain,
        SessionOptions options,
        Principal principal,
        CancellationToken cancellationToken)
    {
        DemandModule(source);
        var chosen = await runners.ChooseAsync(selector);
        var trees = await kernels.ListAsync(cancellationToken);
        var sessions = new List<PlannedSession>();
        foreach (var group in chosen.GroupBy(runner => RunnerKernel.Find(trees, runner)))
        {
            var build = await builds.PlanAsync(source, group.Key, toolchain, cancellationToken);
            WorkItem? work = await desk.FindAsync(build, cancellationToken) is null
                ? await desk.MakeWorkAsync(build, principal, cancellationToken)
                : null;
            sessions.AddRange(group.Select(runner => new PlannedSession(
                new SessionPlan(run, NewSession(), runner.Id, runner.Kernel, build.Key, work, options),
                runner,
                build)));
        }

        return sessions;
    }

    private static string NewSession() => $"s-{Guid.NewGuid():N}";

    private static void DemandModule(ScriptSource source)
    {
        if (OptionSet.Create(FrontDoor.Grpc, source.Options, source.Tapsets.Count).Kind != TranslationKind.Module)
        {
            throw new FarmException(FailureCode.InvalidRequest, "A listing can't be run: it gives text, not a module.", "Leave out -l, -L, --dump-... and -p, or use: stapfarm build");
        }
    }
}
