using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Storage.Collection;

/// <summary>
/// Finds the blobs that something refers to. A manifest's own name is no reference: a request's blob has the digest of the
/// module that it gives.
/// </summary>
internal sealed class References(IManifestStore manifests, IBlobStore blobs)
{
    /// <summary>Blobs of this kind refer to others, as the files of a kernel do.</summary>
    private const string DocumentSuffix = "+json";
    private const int LargestDocument = 1 << 20;

    /// <summary>Notes about things, which keep none of them.</summary>
    private static readonly ManifestKind[] Notes = [ManifestKind.Attempts, ManifestKind.Pair, ManifestKind.Promotion, ManifestKind.KernelWish];

    private readonly HashSet<Digest> _found = [];

    public bool Contains(Digest digest) => _found.Contains(digest);

    public void Add(Digest digest) => _found.Add(digest);

    public void Add(IEnumerable<Use> uses) => _found.UnionWith(uses.SelectMany(use => use.Blobs));

    /// <summary>What all manifests name but those of modules.</summary>
    public async Task AddManifestsAsync(CancellationToken cancellationToken)
    {
        foreach (var kind in Enum.GetValues<ManifestKind>().Where(kind => kind != ManifestKind.Module).Except(Notes))
        {
            await foreach (var name in manifests.ListAsync(kind, cancellationToken))
            {
                await AddManifestAsync(name, cancellationToken);
            }
        }
    }

    /// <summary>What a manifest names, of whatever release it is.</summary>
    public async Task AddManifestAsync(ManifestName name, CancellationToken cancellationToken)
    {
        if (await manifests.GetAsync(name, cancellationToken) is { } document)
        {
            _found.UnionWith(DigestScan.In(document.Span).Where(digest => digest.ToString() != name.Id));
        }
    }

    /// <summary>What the referenced ones among these name.</summary>
    public async Task AddDocumentsAsync(IEnumerable<ShelvedBlob> all, CancellationToken cancellationToken)
    {
        foreach (var (blob, _) in all.Where(shelved => shelved.Blob.MediaType.EndsWith(DocumentSuffix, StringComparison.Ordinal) && Contains(shelved.Blob.Digest)))
        {
            if (blob.Size > LargestDocument)
            {
                throw new FarmException(
                    FailureCode.Corrupt,
                    $"The document {blob.Digest} has {blob.Size} bytes, more than a document of the farm has. What it refers to can't be told, so nothing is collected.",
                    "Look for it with: stapfarm doctor");
            }

            await using var content = await blobs.OpenAsync(blob.Digest, 0, cancellationToken);
            using var document = new MemoryStream();
            await content.CopyToAsync(document, cancellationToken);
            _found.UnionWith(DigestScan.In(document.GetBuffer().AsSpan(0, (int)document.Length)));
        }
    }
}
