using StapFarm.Model.Work;

namespace StapFarm.Cluster.Serialization;

/// <summary>A toolchain to make.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.WorkItem.AddToolchain.v1")]
internal readonly struct AddToolchainSurrogate
{
    [Id(0)]
    public string Specification { get; init; }
}

[RegisterConverter]
internal sealed class AddToolchainConverter : IConverter<WorkItem.AddToolchain, AddToolchainSurrogate>
{
    public WorkItem.AddToolchain ConvertFromSurrogate(in AddToolchainSurrogate surrogate) =>
        new(surrogate.Specification);

    public AddToolchainSurrogate ConvertToSurrogate(in WorkItem.AddToolchain value) =>
        new() { Specification = value.Specification };
}
