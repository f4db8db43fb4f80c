namespace StapFarm.Model.Content;

/// <summary>How the manifests of a kind are read, for whoever looks after them all.</summary>
/// <param name="Blobs">
/// The blobs that a document names. Throws <c>FarmException</c> with <c>UnknownVersion</c> or <c>Corrupt</c> for one that this
/// release can't read.
/// </param>
/// <param name="IsRemade">Whether what it says is made again by itself when it is asked for.</param>
/// <param name="WayOut">What a person does when one is damaged or its blobs are gone, as a sentence.</param>
public sealed record ManifestForm(ManifestKind Kind, Func<ReadOnlyMemory<byte>, IReadOnlyList<BlobRef>> Blobs, bool IsRemade, string WayOut);
