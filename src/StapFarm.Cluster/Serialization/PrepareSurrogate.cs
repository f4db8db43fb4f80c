using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Serialization;

/// <summary>A pair to prepare.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.WorkItem.Prepare.v1")]
internal readonly struct PrepareSurrogate
{
    [Id(0)]
    public PairName Pair { get; init; }
}

[RegisterConverter]
internal sealed class PrepareConverter : IConverter<WorkItem.Prepare, PrepareSurrogate>
{
    public WorkItem.Prepare ConvertFromSurrogate(in PrepareSurrogate surrogate) =>
        new(surrogate.Pair);

    public PrepareSurrogate ConvertToSurrogate(in WorkItem.Prepare value) =>
        new() { Pair = value.Pair };
}
