using StapFarm.Model.Kernels;

namespace StapFarm.Cluster.Serialization;

/// <summary>One build of Linux.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.KernelIdentity.v1")]
internal readonly struct KernelIdentitySurrogate
{
    [Id(0)]
    public Architecture Architecture { get; init; }

    [Id(1)]
    public string Release { get; init; }

    [Id(2)]
    public string Version { get; init; }

    [Id(3)]
    public string BuildId { get; init; }
}

[RegisterConverter]
internal sealed class KernelIdentityConverter : IConverter<KernelIdentity, KernelIdentitySurrogate>
{
    public KernelIdentity ConvertFromSurrogate(in KernelIdentitySurrogate surrogate) =>
        new(surrogate.Architecture, surrogate.Release, surrogate.Version, surrogate.BuildId);

    public KernelIdentitySurrogate ConvertToSurrogate(in KernelIdentity value) =>
        new() { Architecture = value.Architecture, Release = value.Release, Version = value.Version, BuildId = value.BuildId };
}
