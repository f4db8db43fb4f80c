using StapFarm.Model.Content;

namespace StapFarm.Cluster.Serialization;

/// <summary>The 32 bytes; null for a digest that was never set.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.Digest.v1")]
internal readonly struct DigestSurrogate
{
    [Id(0)]
    public byte[]? Hash { get; init; }
}

[RegisterConverter]
internal sealed class DigestConverter : IConverter<Digest, DigestSurrogate>
{
    public Digest ConvertFromSurrogate(in DigestSurrogate surrogate) =>
        surrogate.Hash is { } hash ? Digest.FromHash(hash) : default;

    public DigestSurrogate ConvertToSurrogate(in Digest value) =>
        new() { Hash = value.IsEmpty ? null : value.ToBytes() };
}
