using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Storage.Blobs;
using StapFarm.Storage.Files;

namespace StapFarm.Storage.Collection;

/// <summary>The blobs of <see cref="FileBlobStore"/>.</summary>
public sealed class FileBlobShelf(IOptions<FileStorageOptions> options) : IBlobShelf
{
    private readonly BlobPaths _paths = new(options.Value.Root);
    private readonly FileBlobStore _store = new(options);
    private readonly string _aside = Path.Combine(options.Value.Root, IncomingFolder.Name);

    public async IAsyncEnumerable<ShelvedBlob> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var digest in _paths.Stored())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (FileAge.Of(_paths.Of(digest)) is { } keptAt && await StatAsync(digest, cancellationToken) is { } blob)
            {
                yield return new(blob, keptAt);
            }
        }
    }

    public ValueTask<bool> RemoveOlderAsync(Digest digest, DateTimeOffset bound, CancellationToken cancellationToken) =>
        ValueTask.FromResult(FileAge.TryRemoveOlder(_paths.Of(digest), bound, _aside));

    // A blob of another release's format is that release's to judge.
    private async ValueTask<BlobRef?> StatAsync(Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            return await _store.StatAsync(digest, cancellationToken);
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.UnknownVersion)
        {
            return null;
        }
    }
}
