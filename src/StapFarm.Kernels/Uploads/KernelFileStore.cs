using StapFarm.Kernels.Depot;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Uploads;

/// <summary>
/// The files that were sent for kernels, as blobs. Those of a kernel that the farm has are kept, for workers that don't hold
/// its tree; the others go when their kernel is refused or removed.
/// </summary>
public sealed class KernelFileStore(IBlobStore blobs, IManifestStore manifests)
{
    private const int MostDocumentBytes = 1 << 20;

    /// <summary>Remembers the files of a kernel, all of which must have been sent.</summary>
    /// <returns>The specification to add the kernel by.</returns>
    /// <exception cref="FarmException"><c>InvalidRequest</c>; <c>NotFound</c>, naming a file that isn't there.</exception>
    public async Task<string> PutAsync(KernelFiles files, CancellationToken cancellationToken)
    {
        var document = files.Write();
        foreach (var file in files.Files)
        {
            _ = await blobs.KeepAsync(file.Digest, cancellationToken)
                ?? throw new FarmException(FailureCode.NotFound, $"The farm doesn't have the content of {file.Name} ({file.Digest.Short}).", "Send it first, then add the kernel.");
        }

        var blob = await blobs.PutAsync(new MemoryStream(document), KernelFiles.MediaType, expected: null, cancellationToken);
        return KernelFilesName.Of(blob.Digest);
    }

    /// <exception cref="FarmException"><c>NotFound</c>: they were removed.</exception>
    internal async Task<KernelFiles> GetAsync(Digest name, CancellationToken cancellationToken)
    {
        var blob = await blobs.StatAsync(name, cancellationToken);
        if (blob is not { Size: <= MostDocumentBytes })
        {
            throw new FarmException(FailureCode.NotFound, $"The farm has no files of a kernel under {name.Short}.", "Add the kernel again from its files: stapfarm kernel add --deb|--rpm|--dir");
        }

        await using var content = await blobs.OpenAsync(name, 0, cancellationToken);
        using var document = new MemoryStream();
        await content.CopyToAsync(document, cancellationToken);
        return KernelFiles.Read(document.ToArray());
    }

    internal async Task CopyAsync(KernelFile file, string path, CancellationToken cancellationToken)
    {
        await using var content = await blobs.OpenAsync(file.Digest, 0, cancellationToken);
        await using var copy = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        await content.CopyToAsync(copy, 1 << 20, cancellationToken);
    }

    internal async Task<long> SizeAsync(KernelFiles files, CancellationToken cancellationToken)
    {
        var size = 0L;
        foreach (var file in files.Files)
        {
            size += (await blobs.StatAsync(file.Digest, cancellationToken))?.Size ?? 0;
        }

        return size;
    }

    /// <summary>Removes the files of a set, but for those that a kernel of the farm is made of.</summary>
    internal async Task RemoveAsync(Digest name, CancellationToken cancellationToken)
    {
        var used = new HashSet<Digest>();
        await foreach (var manifest in manifests.ListAsync(ManifestKind.KernelTree, cancellationToken))
        {
            if (await manifests.GetAsync(manifest, cancellationToken) is { } document
                && KernelFilesName.TryParse(KernelTreeDocument.Read(document).Origin, out var origin)
                && await blobs.StatAsync(origin, cancellationToken) is not null)
            {
                used.Add(origin);
                used.UnionWith((await GetAsync(origin, cancellationToken)).Files.Select(file => file.Digest));
            }
        }

        if (await blobs.StatAsync(name, cancellationToken) is null)
        {
            return;
        }

        var files = (await GetAsync(name, cancellationToken)).Files.Select(file => file.Digest);
        foreach (var digest in files.Append(name).Where(digest => !used.Contains(digest)))
        {
            await blobs.DeleteAsync(digest, cancellationToken);
        }
    }
}
