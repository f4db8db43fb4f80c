using Orleans.Serialization.Configuration;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Runs;
using StapFarm.Model.Tickets;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Serialization;

/// <summary>
/// The names under which types of the model travel. Without them a payload would hold CLR names, and moving a type to
/// another namespace would break a farm that runs two releases.
/// </summary>
internal static class ModelTypeAliases
{
    private static readonly Dictionary<string, Type> Aliases = new()
    {
        ["stapfarm.model.Digest.v1"] = typeof(Digest),
        ["stapfarm.model.BlobRef.v1"] = typeof(BlobRef),
        ["stapfarm.model.ManifestName.v1"] = typeof(ManifestName),
        ["stapfarm.model.ModuleKey.v1"] = typeof(ModuleKey),
        ["stapfarm.model.PairName.v1"] = typeof(PairName),
        ["stapfarm.model.Architecture.v1"] = typeof(Architecture),
        ["stapfarm.model.KernelIdentity.v1"] = typeof(KernelIdentity),
        ["stapfarm.model.WorkItem.v1"] = typeof(WorkItem),
        ["stapfarm.model.WorkItem.Translate.v1"] = typeof(WorkItem.Translate),
        ["stapfarm.model.WorkItem.Prepare.v1"] = typeof(WorkItem.Prepare),
        ["stapfarm.model.WorkItem.AddKernel.v1"] = typeof(WorkItem.AddKernel),
        ["stapfarm.model.WorkItem.AddToolchain.v1"] = typeof(WorkItem.AddToolchain),
        ["stapfarm.model.WorkProgress.v1"] = typeof(WorkProgress),
        ["stapfarm.model.WorkResult.v1"] = typeof(WorkResult),
        ["stapfarm.model.FarmFailure.v1"] = typeof(FarmFailure),
        ["stapfarm.model.FarmException.v1"] = typeof(FarmException),
        ["stapfarm.model.SignedTicket.v1"] = typeof(SignedTicket),
        ["stapfarm.model.SessionOptions.v1"] = typeof(SessionOptions),
        ["stapfarm.model.SessionEnd.v1"] = typeof(SessionEnd),
        ["stapfarm.model.RunnerHello.v1"] = typeof(RunnerHello),
    };

    public static void AddTo(TypeManifestOptions options)
    {
        foreach (var (alias, type) in Aliases)
        {
            options.WellKnownTypeAliases[alias] = type;
        }
    }
}
