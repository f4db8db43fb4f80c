using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;

namespace StapFarm.Cluster.Serialization;

/// <summary>A toolchain and a kernel tree.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.PairName.v1")]
internal readonly struct PairNameSurrogate
{
    [Id(0)]
    public Digest Toolchain { get; init; }

    [Id(1)]
    public Digest Tree { get; init; }
}

[RegisterConverter]
internal sealed class PairNameConverter : IConverter<PairName, PairNameSurrogate>
{
    public PairName ConvertFromSurrogate(in PairNameSurrogate surrogate) =>
        new(surrogate.Toolchain, surrogate.Tree);

    public PairNameSurrogate ConvertToSurrogate(in PairName value) =>
        new() { Toolchain = value.Toolchain, Tree = value.Tree };
}
