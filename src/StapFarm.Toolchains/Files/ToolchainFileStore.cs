using System.Text;
using System.Text.RegularExpressions;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Toolchains.Files;

/// <summary>
/// The files that were sent for toolchains, as blobs. A toolchain is packed anew, so its file goes when it was added or
/// refused; when something else went wrong it stays, so that adding it again sends nothing.
/// </summary>
public sealed partial class ToolchainFileStore(IBlobStore blobs, IManifestStore manifests)
{
    private const int MostDocumentBytes = 1 << 20;

    /// <summary>Remembers a file, which must have been sent.</summary>
    /// <returns>The specification to add the toolchain by.</returns>
    /// <exception cref="FarmException"><c>InvalidRequest</c>; <c>NotFound</c> when it wasn't sent.</exception>
    public async Task<string> PutAsync(ToolchainFile file, CancellationToken cancellationToken)
    {
        var document = file.Write();
        _ = await blobs.KeepAsync(file.Content, cancellationToken)
            ?? throw new FarmException(FailureCode.NotFound, $"The farm doesn't have the content of {file.FileName} ({file.Content.Short}).", "Send it first, then add the toolchain.");
        var blob = await blobs.PutAsync(new MemoryStream(document), ToolchainFile.MediaType, expected: null, cancellationToken);
        return ToolchainFileName.Of(blob.Digest);
    }

    /// <exception cref="FarmException"><c>NotFound</c>: it, or the file, was removed.</exception>
    internal async Task<ToolchainFile> GetAsync(Digest name, CancellationToken cancellationToken)
    {
        if (await blobs.StatAsync(name, cancellationToken) is { MediaType: ToolchainFile.MediaType }
            && ToolchainFile.Read(await ReadAsync(name, cancellationToken)) is var file
            && await blobs.StatAsync(file.Content, cancellationToken) is not null)
        {
            return file;
        }

        throw new FarmException(FailureCode.NotFound, $"The farm doesn't have the toolchain's file {name.Short} any more.", "Give the command again that sent it: stapfarm toolchain add --rootfs, or import.");
    }

    /// <summary>Removes a file and its document, unless something else in the store is made of the same bytes.</summary>
    internal async Task RemoveAsync(Digest name, ToolchainFile file, CancellationToken cancellationToken)
    {
        await blobs.DeleteAsync(name, cancellationToken);
        if (await blobs.StatAsync(file.Content, cancellationToken) is { MediaType: MediaTypes.Upload }
            && !await IsOfKernelAsync(file.Content, cancellationToken))
        {
            await blobs.DeleteAsync(file.Content, cancellationToken);
        }
    }

    /// <summary>The files of a kernel were sent as well; the document that lists them is named in the kernel's manifest.</summary>
    private async Task<bool> IsOfKernelAsync(Digest content, CancellationToken cancellationToken)
    {
        await foreach (var name in manifests.ListAsync(ManifestKind.KernelTree, cancellationToken))
        {
            if (await manifests.GetAsync(name, cancellationToken) is { } manifest
                && FilesOrigin().Match(Encoding.UTF8.GetString(manifest.Span)) is { Success: true } origin
                && Digest.TryParse(origin.Groups["digest"].Value, out var files)
                && await blobs.StatAsync(files, cancellationToken) is { Size: <= MostDocumentBytes }
                && Encoding.UTF8.GetString(await ReadAsync(files, cancellationToken)).Contains(content.ToString(), StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<byte[]> ReadAsync(Digest digest, CancellationToken cancellationToken)
    {
        await using var content = await blobs.OpenAsync(digest, offset: 0, cancellationToken);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        return copy.ToArray();
    }

    [GeneratedRegex("\"files:(?<digest>[0-9a-f]{64})\"")]
    private static partial Regex FilesOrigin();
}
