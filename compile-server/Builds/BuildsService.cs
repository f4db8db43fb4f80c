using Grpc.Core;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Care;
using StapFarm.CompileServer.Shutdown;
using StapFarm.CompileServer.Watching;
using StapFarm.Model.Builds;
using StapFarm.Model.Principals;
using StapFarm.Protocol.Mapping;
using StapFarm.Storage.Modules;
using StapFarm.Translation.Keys;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Builds;

/// <summary>Translating scripts.</summary>
internal sealed partial class BuildsService(
    BuildPlanner planner,
    BuildDesk desk,
    ModuleLookup lookup,
    ModuleCache modules,
    UseGuard guard,
    IAuthorizer authorizer,
    ShutdownPhases shutdown,
    ILogger<BuildsService> logger) : V1.Builds.BuildsBase
{
    public override async Task<V1.SubmitBuildResponse> Submit(V1.SubmitBuildRequest request, ServerCallContext context)
    {
        var (source, planned) = await PlanAsync(request, context);
        shutdown.RefuseIfStopping();
        var response = new V1.SubmitBuildResponse
        {
            ModuleKey = planned.Key.ToString(),
            Toolchain = planned.Choice.Toolchain.ToString(),
            ToolchainReason = planned.Choice.Reason,
            Warnings = { planned.Warnings },
        };
        var names = UserNames.Of(source);
        if (await desk.FindAsync(planned, context.CancellationToken) is { } cached)
        {
            LogHit(planned.Key.Digest.Short, context.Principal());
            response.Cached = cached.ToProto(names, fromCache: true);
            return response;
        }

        var item = await desk.MakeWorkAsync(planned, context.Principal(), context.CancellationToken);
        await desk.SubmitAsync(item);
        LogSubmitted(planned.Key.Digest.Short, planned.Tree.Identity.Release, planned.Choice.Toolchain.Name, context.Principal());
        response.WorkId = new NamedId(item.Name, names).ToString();
        return response;
    }

    public override async Task<V1.ExplainBuildResponse> Explain(V1.SubmitBuildRequest request, ServerCallContext context)
    {
        var (_, planned) = await PlanAsync(request, context);
        var fields = ModuleKeys.FieldsOf(planned.Request);
        var response = new V1.ExplainBuildResponse
        {
            ModuleKey = planned.Key.ToString(),
            Fields = { fields.Select(ToProto) },
            Cached = await desk.FindAsync(planned, context.CancellationToken) is not null,
            Toolchain = planned.Choice.Toolchain.ToString(),
            ToolchainReason = planned.Choice.Reason,
        };
        if (!response.Cached && await lookup.NearestAsync(fields, context.CancellationToken) is { } nearest)
        {
            response.NearestModuleKey = nearest.Key.ToString();
            response.Differing.AddRange(nearest.Differing);
        }

        return response;
    }

    public override async Task<V1.ListModulesResponse> ListModules(V1.ListModulesRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var all = new List<ModuleManifest>();
        await foreach (var manifest in modules.ListAsync(context.CancellationToken))
        {
            all.Add(manifest);
        }

        return new()
        {
            Modules = { all.OrderByDescending(manifest => manifest.BuiltAt).Select(manifest => manifest.ToProto(UserNames.None, fromCache: true)) },
        };
    }

    public override async Task<V1.ShowModuleResponse> ShowModule(V1.ShowModuleRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var manifest = await lookup.ResolveAsync(request.ModuleKey, context.CancellationToken);
        return new()
        {
            Module = manifest.ToProto(UserNames.None, fromCache: true),
            Fields = { manifest.KeyFields.Select(ToProto) },
        };
    }

    public override async Task<V1.RemoveModuleResponse> RemoveModule(V1.RemoveModuleRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Administer);
        var manifest = await lookup.ResolveAsync(request.ModuleKey, context.CancellationToken);
        await guard.DemandUnusedAsync(manifest, context.CancellationToken);
        await modules.RemoveAsync(manifest.Key, context.CancellationToken);
        return new();
    }

    private async Task<(ScriptSource Source, PlannedBuild Planned)> PlanAsync(V1.SubmitBuildRequest request, ServerCallContext context)
    {
        var source = request.Source.ToModel();
        authorizer.DemandBuild(context.Principal(), source);
        return (source, await planner.PlanAsync(source, request.Kernel, request.Toolchain, context.CancellationToken));
    }

    private static V1.KeyField ToProto(KeyField field) => new() { Name = field.Name, Digest = field.Digest.ToString() };
}
