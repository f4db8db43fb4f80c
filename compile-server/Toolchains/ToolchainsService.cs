using Google.Protobuf;
using Grpc.Core;
using StapFarm.Cluster.Work;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Care;
using StapFarm.CompileServer.Kernels;
using StapFarm.CompileServer.Shutdown;
using StapFarm.CompileServer.Watching;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Principals;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Protocol.Mapping;
using StapFarm.Toolchains.Exports;
using StapFarm.Toolchains.Files;
using StapFarm.Toolchains.Pairs;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Toolchains;

/// <summary>The toolchains of the farm, and which of them serves which kernel.</summary>
internal sealed class ToolchainsService(
    IGrainFactory grains,
    IToolchainDepot toolchains,
    IKernelDepot kernels,
    IPairRegistry pairs,
    PairMatrix matrix,
    ToolchainFileStore files,
    ToolchainExports exports,
    UseGuard guard,
    IAuthorizer authorizer,
    ShutdownPhases shutdown) : V1.Toolchains.ToolchainsBase
{
    public override async Task<V1.AddToolchainResponse> Add(V1.AddToolchainRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Administer);
        shutdown.RefuseIfStopping();
        var item = new WorkItem.AddToolchain(request.File is { } sent
            ? await files.PutAsync(ToModel(sent), context.CancellationToken)
            : Specification.Demand(request.Specification, "debian:trixie or debian:sid"));
        await grains.GetGrain<IWorkGrain>(item.Name).SubmitAsync(item);
        return new() { WorkId = new NamedId(item.Name, UserNames.None).ToString() };
    }

    public override async Task<V1.ListToolchainsResponse> List(V1.ListToolchainsRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var all = await toolchains.ListAsync(context.CancellationToken);
        return new()
        {
            Toolchains =
            {
                all.OrderBy(toolchain => toolchain.Name, StringComparer.Ordinal)
                    .ThenBy(toolchain => toolchain.AddedAt)
                    .Select(toolchain => toolchain.ToProto(withPackages: false)),
            },
        };
    }

    public override async Task<V1.ShowToolchainResponse> Show(V1.ShowToolchainRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var toolchain = await ResolveAsync(request.Toolchain, context.CancellationToken);
        return new() { Toolchain = toolchain.ToProto(withPackages: true) };
    }

    public override async Task<V1.RemoveToolchainResponse> Remove(V1.RemoveToolchainRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Administer);
        var toolchain = await ResolveAsync(request.Toolchain, context.CancellationToken);
        await guard.DemandUnusedAsync(toolchain, context.CancellationToken);
        await toolchains.RemoveAsync(toolchain.Digest, context.CancellationToken);
        return new();
    }

    public override async Task<V1.ExportToolchainResponse> Export(V1.ExportToolchainRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var toolchain = await ResolveAsync(request.Toolchain, context.CancellationToken);
        var export = await exports.DescribeAsync(toolchain, context.CancellationToken);
        return new()
        {
            Toolchain = toolchain.ToProto(withPackages: false),
            Document = UnsafeByteOperations.UnsafeWrap(export.Document),
            Blobs = { export.Blobs.Select(blob => blob.ToProto()) },
        };
    }

    public override async Task<V1.PromoteToolchainResponse> Promote(V1.PromoteToolchainRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Administer);
        var toolchain = await ResolveAsync(request.Toolchain, context.CancellationToken);
        var tree = FarmKernels.Resolve(await kernels.ListAsync(context.CancellationToken), request.Kernel, out var ambiguous);
        if (ambiguous is not null)
        {
            throw new FarmException(
                FailureCode.InvalidRequest,
                $"The farm has several builds of {request.Kernel}.",
                "Name one by its build-id; 'stapfarm kernel list' has them.");
        }

        await pairs.PromoteAsync(new PairName(toolchain.Digest, tree.Digest), context.CancellationToken);
        return new();
    }

    public override async Task<V1.ToolchainMatrixResponse> Matrix(V1.ToolchainMatrixRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var cells = await matrix.ReadAsync(context.CancellationToken);
        return new() { Cells = { cells.Select(Map) } };
    }

    private static ToolchainFile ToModel(V1.ToolchainFile file) =>
        new((ToolchainFileForm)file.Form, file.Name, file.FileName, ContentMapping.ToDigest(file.Digest));

    private static V1.ToolchainMatrixCell Map(PairMatrixCell cell) => new()
    {
        Toolchain = cell.Toolchain.Digest.ToString(),
        ToolchainName = cell.Toolchain.Name,
        StapVersion = cell.Toolchain.StapVersion,
        Tree = cell.Tree.Digest.ToString(),
        KernelRelease = cell.Tree.Identity.Release,
        State = (V1.PairState)cell.Pair.State,
        Promoted = cell.Promoted,
        Evidence = { cell.Pair.Evidence.Select(evidence => evidence.ToProto()) },
    };

    private async Task<Toolchain> ResolveAsync(string name, CancellationToken cancellationToken) =>
        ToolchainResolution.Resolve(await toolchains.ListAsync(cancellationToken), name);
}
