using Grpc.Core;
using StapFarm.Cluster.Runs;
using StapFarm.CompileServer.Builds;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Shutdown;
using StapFarm.CompileServer.Watching;
using StapFarm.Model.Failures;
using StapFarm.Model.Principals;
using StapFarm.Model.Runs;
using StapFarm.Protocol.Mapping;
using StapFarm.Storage.Modules;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Runs;

/// <summary>Running scripts on targets.</summary>
internal sealed partial class RunsService(
    IGrainFactory grains,
    RunPlanner planner,
    RunWatchers watchers,
    ISessionLogStore logs,
    ModuleCache modules,
    IAuthorizer authorizer,
    ShutdownPhases shutdown,
    ILogger<RunsService> logger) : V1.Runs.RunsBase
{
    public override async Task<V1.StartRunResponse> Start(V1.StartRunRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Run);
        var source = request.Source.ToModel();
        authorizer.DemandBuild(context.Principal(), source);
        shutdown.RefuseIfStopping();
        var run = $"r-{Guid.NewGuid():N}";
        var sessions = await planner.PlanAsync(
            run,
            source,
            request.Selector,
            request.Toolchain,
            SessionOptionsMapping.OptionsOf(request),
            context.Principal(),
            context.CancellationToken);
        LogStarted(run, context.Principal(), sessions.Count, request.Selector);
        watchers.Started(run);
        await grains.GetGrain<IRunGrain>(run).StartAsync([.. sessions.Select(session => session.Plan)]);
        return new()
        {
            RunId = new NamedId(run, UserNames.Of(source)).ToString(),
            Sessions = { sessions.Select(Map) },
            Warnings = { sessions.SelectMany(session => session.Build.Warnings).Distinct() },
        };
    }

    public override async Task Watch(V1.WatchRunRequest request, IServerStreamWriter<V1.RunEvent> responseStream, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Run);
        var run = NamedId.Parse(request.RunId, "run");
        var plans = await PlansAsync(run);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, shutdown.Stopping);
        using var writer = new SerialWriter<V1.RunEvent>(responseStream);
        using var watching = watchers.Watch(run.Id);
        var sessions = plans.Select(plan => WatchAsync(plan.Session)).ToList();
        await Task.WhenAll(sessions);
        watchers.Over(run.Id);

        async Task WatchAsync(string session)
        {
            try
            {
                var watch = new SessionWatch(grains.GetGrain<ISessionGrain>(session), logs, modules, run.Names, writer);
                await watch.RunAsync(session, request.FromChunk.TryGetValue(session, out var from) ? from : 1, ending.Token);
            }
            catch
            {
                // The watcher gets the failure now, not when the last session ends.
                await ending.CancelAsync();
                throw;
            }
        }
    }

    public override async Task<V1.StopRunResponse> Stop(V1.StopRunRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Run);
        var run = NamedId.Parse(request.RunId, "run");
        await PlansAsync(run);
        LogStopped(run.Id, context.Principal());
        await grains.GetGrain<IRunGrain>(run.Id).StopAsync();
        return new();
    }

    private async Task<IReadOnlyList<SessionPlan>> PlansAsync(NamedId run) =>
        await grains.GetGrain<IRunGrain>(run.Id).SessionsAsync()
        ?? throw new FarmException(
            FailureCode.NotFound,
            "The farm doesn't know this run (any more).",
            "It was restarted, or the run ended long ago: start it again.");

    private static V1.SessionInfo Map(PlannedSession session) => new()
    {
        SessionId = session.Plan.Session,
        RunnerId = session.Runner.Id,
        RunnerName = session.Runner.Name,
        Kernel = session.Plan.Kernel.ToProto(),
        ModuleKey = session.Plan.Key.ToString(),
        FromCache = session.Plan.Build is null,
        Toolchain = session.Build.Choice.Toolchain.ToString(),
    };
}
