namespace StapFarm.Model.Content;

/// <summary>Names a blob of the content-addressed store.</summary>
/// <param name="Digest">SHA-256 over the blob's bytes.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="MediaType">One of <see cref="MediaTypes"/>: what the bytes are. Not part of the identity.</param>
public sealed record BlobRef(Digest Digest, long Size, string MediaType);
