using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Serialization;

/// <summary>How a piece of work ended.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.WorkResult.v1")]
internal readonly struct WorkResultSurrogate
{
    [Id(0)]
    public ManifestName? Manifest { get; init; }

    [Id(1)]
    public FarmFailure? Failure { get; init; }
}

[RegisterConverter]
internal sealed class WorkResultConverter : IConverter<WorkResult, WorkResultSurrogate>
{
    public WorkResult ConvertFromSurrogate(in WorkResultSurrogate surrogate) =>
        new(surrogate.Manifest, surrogate.Failure);

    public WorkResultSurrogate ConvertToSurrogate(in WorkResult value) =>
        new() { Manifest = value.Manifest, Failure = value.Failure };
}
