using StapFarm.Model.Kernels;

namespace StapFarm.Cluster.Serialization;

/// <summary>stap's name of an architecture.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.Architecture.v1")]
internal readonly struct ArchitectureSurrogate
{
    [Id(0)]
    public string Name { get; init; }
}

[RegisterConverter]
internal sealed class ArchitectureConverter : IConverter<Architecture, ArchitectureSurrogate>
{
    public Architecture ConvertFromSurrogate(in ArchitectureSurrogate surrogate) =>
        new(surrogate.Name);

    public ArchitectureSurrogate ConvertToSurrogate(in Architecture value) =>
        new() { Name = value.Name };
}
