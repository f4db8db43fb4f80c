using StapFarm.Model.Runs;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Runs;

/// <param name="Version">Grows with each change.</param>
/// <param name="BuildProgress">The newest progress of the build, while it is built.</param>
/// <param name="LastChunk">The number of the last chunk that is stored.</param>
/// <param name="End">Set when it is over.</param>
[GenerateSerializer, Immutable, Alias("stapfarm.SessionState.v1")]
public sealed record SessionState(
    [property: Id(0)] long Version,
    [property: Id(1)] SessionPlan Plan,
    [property: Id(2)] SessionPhase Phase,
    [property: Id(3)] WorkProgress? BuildProgress,
    [property: Id(4)] long LastChunk,
    [property: Id(5)] SessionEnd? End);
