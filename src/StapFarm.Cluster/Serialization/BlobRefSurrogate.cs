using StapFarm.Model.Content;

namespace StapFarm.Cluster.Serialization;

/// <summary>Names a blob.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.BlobRef.v1")]
internal readonly struct BlobRefSurrogate
{
    [Id(0)]
    public Digest Digest { get; init; }

    [Id(1)]
    public long Size { get; init; }

    [Id(2)]
    public string MediaType { get; init; }
}

[RegisterConverter]
internal sealed class BlobRefConverter : IConverter<BlobRef, BlobRefSurrogate>
{
    public BlobRef ConvertFromSurrogate(in BlobRefSurrogate surrogate) =>
        new(surrogate.Digest, surrogate.Size, surrogate.MediaType);

    public BlobRefSurrogate ConvertToSurrogate(in BlobRef value) =>
        new() { Digest = value.Digest, Size = value.Size, MediaType = value.MediaType };
}
