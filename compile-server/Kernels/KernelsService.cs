using Grpc.Core;
using StapFarm.Cluster.Work;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Care;
using StapFarm.CompileServer.Shutdown;
using StapFarm.CompileServer.Watching;
using StapFarm.Kernels.Uploads;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Principals;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Kernels;

/// <summary>The kernels of the farm.</summary>
internal sealed class KernelsService(
    IGrainFactory grains,
    IKernelDepot kernels,
    KernelFileStore files,
    WantedKernels wanted,
    IPairRegistry pairs,
    UseGuard guard,
    IAuthorizer authorizer,
    ShutdownPhases shutdown) : V1.Kernels.KernelsBase
{
    public override async Task<V1.AddKernelResponse> Add(V1.AddKernelRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Administer);
        shutdown.RefuseIfStopping();
        var item = new WorkItem.AddKernel(request.Files is { } sent
            ? await files.PutAsync(sent.ToModel(), context.CancellationToken)
            : Specification.Demand(request.Specification, "a kernel release such as 6.1.0-56-cloud-amd64"));
        await grains.GetGrain<IWorkGrain>(item.Name).SubmitAsync(item);
        return new() { WorkId = new NamedId(item.Name, UserNames.None).ToString() };
    }

    public override async Task<V1.ListKernelsResponse> List(V1.ListKernelsRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var response = new V1.ListKernelsResponse();
        foreach (var tree in (await kernels.ListAsync(context.CancellationToken))
            .OrderBy(tree => tree.Identity.Release, StringComparer.Ordinal)
            .ThenBy(tree => tree.AddedAt))
        {
            response.Kernels.Add(await MapAsync(tree, context.CancellationToken));
        }

        return response;
    }

    public override async Task<V1.ShowKernelResponse> Show(V1.ShowKernelRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var tree = FarmKernels.Resolve(await kernels.ListAsync(context.CancellationToken), request.Kernel, out var warning);
        return new() { Kernel = await MapAsync(tree, context.CancellationToken), Warnings = { warning is null ? [] : [warning] } };
    }

    public override async Task<V1.RemoveKernelResponse> Remove(V1.RemoveKernelRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Administer);
        var trees = await kernels.ListAsync(context.CancellationToken);
        var named = FarmKernels.Resolve(trees, request.Kernel, out var ambiguous);
        if (ambiguous is not null)
        {
            var builds = trees.Where(tree => tree.Identity.Release == named.Identity.Release).Select(tree => tree.Identity.BuildId).Distinct();
            throw new FarmException(
                FailureCode.InvalidRequest,
                $"The farm has several builds of {request.Kernel}: {string.Join(", ", builds)}.",
                "Name the one to remove by its build-id.");
        }

        // A tree's own digest means that tree; a release or build-id the kernel, with all of its trees.
        var removed = named.Digest.ToString().StartsWith(request.Kernel, StringComparison.Ordinal)
            ? [named]
            : trees.Where(tree => tree.Identity == named.Identity).ToList();
        await guard.DemandUnusedAsync(removed, context.CancellationToken);
        var response = new V1.RemoveKernelResponse();
        foreach (var tree in removed)
        {
            if (await kernels.RemoveAsync(tree.Digest, context.CancellationToken))
            {
                response.Trees.Add(tree.Digest.ToString());
            }
        }

        return response;
    }

    public override async Task<V1.WantedKernelsResponse> Wanted(V1.WantedKernelsRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var kernels = await wanted.ListAsync(context.CancellationToken);
        return new()
        {
            Kernels =
            {
                kernels.Select(kernel => new V1.WantedKernel
                {
                    Identity = kernel.Identity.ToProto(),
                    HasOtherBuild = kernel.HasOtherBuild,
                    Runners = { kernel.Runners },
                    AskedTimes = kernel.Wish?.Times ?? 0,
                    LastAskedAtUnixMs = kernel.Wish?.LastAskedAt.ToUnixTimeMilliseconds() ?? 0,
                    Packages = { kernel.Advice.Packages },
                    Where = kernel.Advice.Where,
                    Command = kernel.Advice.Command,
                }),
            },
        };
    }

    private async Task<V1.Kernel> MapAsync(KernelTree tree, CancellationToken cancellationToken) =>
        tree.ToProto(await pairs.PromotedAsync(tree.Digest, cancellationToken));
}
