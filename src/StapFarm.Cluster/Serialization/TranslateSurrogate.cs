using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Serialization;

/// <summary>A translation to do.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.WorkItem.Translate.v1")]
internal readonly struct TranslateSurrogate
{
    [Id(0)]
    public ModuleKey Key { get; init; }

    [Id(1)]
    public BlobRef Request { get; init; }

    [Id(2)]
    public PairName Pair { get; init; }

    [Id(3)]
    public string AskedBy { get; init; }
}

[RegisterConverter]
internal sealed class TranslateConverter : IConverter<WorkItem.Translate, TranslateSurrogate>
{
    public WorkItem.Translate ConvertFromSurrogate(in TranslateSurrogate surrogate) =>
        new(surrogate.Key, surrogate.Request, surrogate.Pair, surrogate.AskedBy);

    public TranslateSurrogate ConvertToSurrogate(in WorkItem.Translate value) =>
        new() { Key = value.Key, Request = value.Request, Pair = value.Pair, AskedBy = value.AskedBy };
}
