using StapFarm.Model.Builds;
using StapFarm.Model.Content;

namespace StapFarm.Cluster.Serialization;

/// <summary>The digest of a request.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.ModuleKey.v1")]
internal readonly struct ModuleKeySurrogate
{
    [Id(0)]
    public Digest Digest { get; init; }
}

[RegisterConverter]
internal sealed class ModuleKeyConverter : IConverter<ModuleKey, ModuleKeySurrogate>
{
    public ModuleKey ConvertFromSurrogate(in ModuleKeySurrogate surrogate) =>
        new(surrogate.Digest);

    public ModuleKeySurrogate ConvertToSurrogate(in ModuleKey value) =>
        new() { Digest = value.Digest };
}
