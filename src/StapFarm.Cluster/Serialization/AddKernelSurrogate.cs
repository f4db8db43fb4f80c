using StapFarm.Model.Work;

namespace StapFarm.Cluster.Serialization;

/// <summary>A kernel to fetch.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.WorkItem.AddKernel.v1")]
internal readonly struct AddKernelSurrogate
{
    [Id(0)]
    public string Specification { get; init; }
}

[RegisterConverter]
internal sealed class AddKernelConverter : IConverter<WorkItem.AddKernel, AddKernelSurrogate>
{
    public WorkItem.AddKernel ConvertFromSurrogate(in AddKernelSurrogate surrogate) =>
        new(surrogate.Specification);

    public AddKernelSurrogate ConvertToSurrogate(in WorkItem.AddKernel value) =>
        new() { Specification = value.Specification };
}
