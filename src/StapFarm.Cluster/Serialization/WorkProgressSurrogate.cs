using StapFarm.Model.Work;

namespace StapFarm.Cluster.Serialization;

/// <summary>A sign of life of work.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.WorkProgress.v1")]
internal readonly struct WorkProgressSurrogate
{
    [Id(0)]
    public string Stage { get; init; }

    [Id(1)]
    public string Text { get; init; }

    [Id(2)]
    public double? Fraction { get; init; }
}

[RegisterConverter]
internal sealed class WorkProgressConverter : IConverter<WorkProgress, WorkProgressSurrogate>
{
    public WorkProgress ConvertFromSurrogate(in WorkProgressSurrogate surrogate) =>
        new(surrogate.Stage, surrogate.Text, surrogate.Fraction);

    public WorkProgressSurrogate ConvertToSurrogate(in WorkProgress value) =>
        new() { Stage = value.Stage, Text = value.Text, Fraction = value.Fraction };
}
