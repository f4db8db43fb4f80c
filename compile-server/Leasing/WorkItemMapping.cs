using StapFarm.Cluster.Scheduling;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Leasing;

/// <summary>Work over gRPC; one place for both ends, front and worker.</summary>
internal static class WorkItemMapping
{
    /// <summary>The version of the workers' stream.</summary>
    public const int ProtocolVersion = 1;

    public static V1.LeaseGranted ToProto(this Lease lease)
    {
        var granted = new V1.LeaseGranted { LeaseId = lease.Id, Attempt = lease.Attempt };
        switch (lease.Item)
        {
            case WorkItem.Translate translate:
                granted.Translate = new()
                {
                    ModuleKey = translate.Key.ToString(),
                    Request = translate.Request.ToProto(),
                    Toolchain = translate.Pair.Toolchain.ToString(),
                    Tree = translate.Pair.Tree.ToString(),
                    AskedBy = translate.AskedBy,
                };
                break;
            case WorkItem.Prepare prepare:
                granted.Prepare = new() { Toolchain = prepare.Pair.Toolchain.ToString(), Tree = prepare.Pair.Tree.ToString() };
                break;
            case WorkItem.AddKernel kernel:
                granted.AddKernel = new() { Specification = kernel.Specification };
                break;
            case WorkItem.AddToolchain toolchain:
                granted.AddToolchain = new() { Specification = toolchain.Specification };
                break;
            default:
                throw new InvalidOperationException($"There is no mapping for {lease.Item.GetType().Name}.");
        }

        return granted;
    }

    /// <exception cref="FarmException"><c>UnknownVersion</c> when this worker doesn't know such work.</exception>
    public static WorkItem ToModel(this V1.LeaseGranted granted) => granted.WorkCase switch
    {
        V1.LeaseGranted.WorkOneofCase.Translate => new WorkItem.Translate(
            new ModuleKey(ContentMapping.ToDigest(granted.Translate.ModuleKey)),
            granted.Translate.Request.ToModel(),
            Pair(granted.Translate.Toolchain, granted.Translate.Tree),
            granted.Translate.AskedBy),
        V1.LeaseGranted.WorkOneofCase.Prepare => new WorkItem.Prepare(Pair(granted.Prepare.Toolchain, granted.Prepare.Tree)),
        V1.LeaseGranted.WorkOneofCase.AddKernel => new WorkItem.AddKernel(granted.AddKernel.Specification),
        V1.LeaseGranted.WorkOneofCase.AddToolchain => new WorkItem.AddToolchain(granted.AddToolchain.Specification),
        _ => throw new FarmException(
            FailureCode.UnknownVersion,
            "The farm gave this worker a kind of work that it doesn't know.",
            "Install the worker that fits the farm's release."),
    };

    private static PairName Pair(string toolchain, string tree) => new(ContentMapping.ToDigest(toolchain), ContentMapping.ToDigest(tree));
}
