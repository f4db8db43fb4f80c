using StapFarm.Model.Content;

namespace StapFarm.Cluster.Serialization;

/// <summary>Names a manifest; the kind travels as its number.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.ManifestName.v1")]
internal readonly struct ManifestNameSurrogate
{
    [Id(0)]
    public int Kind { get; init; }

    [Id(1)]
    public string Name { get; init; }
}

[RegisterConverter]
internal sealed class ManifestNameConverter : IConverter<ManifestName, ManifestNameSurrogate>
{
    public ManifestName ConvertFromSurrogate(in ManifestNameSurrogate surrogate) =>
        new((ManifestKind)surrogate.Kind, surrogate.Name);

    public ManifestNameSurrogate ConvertToSurrogate(in ManifestName value) =>
        new() { Kind = (int)value.Kind, Name = value.Id };
}
