using StapFarm.Model.Builds;
using StapFarm.Model.Kernels;
using StapFarm.Model.Runs;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Runs;

/// <summary>What a session is to do.</summary>
/// <param name="Build">The translation to wait for; null when the module was in the cache.</param>
[GenerateSerializer, Immutable, Alias("stapfarm.SessionPlan.v1")]
public sealed record SessionPlan(
    [property: Id(0)] string Run,
    [property: Id(1)] string Session,
    [property: Id(2)] string Runner,
    [property: Id(3)] KernelIdentity Kernel,
    [property: Id(4)] ModuleKey Key,
    [property: Id(5)] WorkItem? Build,
    [property: Id(6)] SessionOptions Options);
