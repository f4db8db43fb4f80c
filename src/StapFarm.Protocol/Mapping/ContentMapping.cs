using StapFarm.Model.Failures;

namespace StapFarm.Protocol.Mapping;

/// <summary>Blobs and digests over gRPC.</summary>
public static class ContentMapping
{
    public static V1.BlobRef ToProto(this Model.Content.BlobRef blob) =>
        new() { Digest = blob.Digest.ToString(), Size = blob.Size, MediaType = blob.MediaType };

    /// <exception cref="FarmException"><c>InvalidRequest</c> when it isn't a blob.</exception>
    public static Model.Content.BlobRef ToModel(this V1.BlobRef? blob)
    {
        if (blob is null || blob.Size < 0)
        {
            throw new FarmException(FailureCode.InvalidRequest, "A message lacks the blob that it is about.");
        }

        return new(ToDigest(blob.Digest), blob.Size, blob.MediaType);
    }

    /// <exception cref="FarmException"><c>InvalidRequest</c> when it isn't a digest.</exception>
    public static Model.Content.Digest ToDigest(string text) =>
        Model.Content.Digest.TryParse(text, out var digest)
            ? digest
            : throw new FarmException(FailureCode.InvalidRequest, $"'{text}' isn't a digest.", "A digest is 64 lower-case hexadecimal digits.");
}
