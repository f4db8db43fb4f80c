using StapFarm.Model.Kernels;
using StapFarm.Model.Runs;

namespace StapFarm.Cluster.Serialization;

/// <summary>What a runner says of itself.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.RunnerHello.v1")]
internal readonly struct RunnerHelloSurrogate
{
    [Id(0)]
    public string RunnerId { get; init; }

    [Id(1)]
    public string Incarnation { get; init; }

    [Id(2)]
    public string Name { get; init; }

    [Id(3)]
    public string Version { get; init; }

    [Id(4)]
    public KernelIdentity Kernel { get; init; }

    [Id(5)]
    public Dictionary<string, string> Labels { get; init; }

    [Id(6)]
    public string Lockdown { get; init; }

    [Id(7)]
    public string[] EnrolledKeys { get; init; }

    [Id(8)]
    public string[] Capabilities { get; init; }
}

[RegisterConverter]
internal sealed class RunnerHelloConverter : IConverter<RunnerHello, RunnerHelloSurrogate>
{
    public RunnerHello ConvertFromSurrogate(in RunnerHelloSurrogate surrogate) =>
        new(
            surrogate.RunnerId,
            surrogate.Incarnation,
            surrogate.Name,
            surrogate.Version,
            surrogate.Kernel,
            surrogate.Labels,
            surrogate.Lockdown,
            surrogate.EnrolledKeys,
            surrogate.Capabilities);

    public RunnerHelloSurrogate ConvertToSurrogate(in RunnerHello value) =>
        new()
        {
            RunnerId = value.Id,
            Incarnation = value.Incarnation,
            Name = value.Name,
            Version = value.Version,
            Kernel = value.Kernel,
            Labels = new(value.Labels),
            Lockdown = value.Lockdown,
            EnrolledKeys = [.. value.EnrolledKeys],
            Capabilities = [.. value.Capabilities],
        };
}
