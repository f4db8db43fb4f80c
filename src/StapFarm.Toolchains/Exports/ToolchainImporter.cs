using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Depot;
using StapFarm.Toolchains.Packing;
using StapFarm.Toolchains.Roots;

namespace StapFarm.Toolchains.Exports;

/// <summary>
/// Takes a toolchain in from an export file. Every part is held against its digest and the root against the toolchain's
/// before anything of it can be found; what was stored of a file that is refused is removed again.
/// </summary>
internal sealed class ToolchainImporter(IBlobStore blobs, IManifestStore manifests, TimeProvider time, long mostBytes)
{
    private const int MostDocumentBytes = 16 << 20;

    /// <param name="origin">See <see cref="Toolchain.Origin"/>.</param>
    /// <param name="there">The toolchain of a digest that is in the farm and whole, or null.</param>
    /// <returns>The toolchain, and whether it was in the farm already.</returns>
    /// <exception cref="FarmException"><c>Corrupt</c>, <c>UnknownVersion</c>, <c>Unsupported</c>, <c>InvalidRequest</c>: the file is refused; <c>StoreFull</c>.</exception>
    public async Task<(Toolchain Toolchain, bool WasThere)> ImportAsync(
        Stream file, long size, string origin, Func<Digest, Task<Toolchain?>> there, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var steps = new ByteSteps("import", "reading the file", size, progress);
        await using var counted = new CountingStream(file, steps.Add);
        await using var watched = new PrefixedStream(default, counted);
        await using var reader = new ExportReader(watched);
        var export = await reader.ReadDocumentAsync(MostDocumentBytes, cancellationToken);
        RefuseOtherMachine(export.Toolchain);
        if (await there(export.Toolchain.Digest) is { } same)
        {
            // Nothing of the file is needed; whether it is good for another farm is told all the same.
            await reader.CheckBlobsAsync(export, cancellationToken);
            return (same, true);
        }

        var stored = new List<Digest>();
        try
        {
            foreach (var blob in export.Blobs())
            {
                var wasThere = await blobs.StatAsync(blob.Digest, cancellationToken) is not null;
                stored.AddRange(wasThere ? [] : [blob.Digest]);
                await StoreAsync(await reader.NextBlobAsync(blob, cancellationToken), blob, cancellationToken);
            }

            await reader.ReadEndAsync(cancellationToken);
            progress.Report(new WorkProgress("import", "holding the root against the toolchain's digest"));
            await new PackedRootCheck(blobs, mostBytes).RunAsync(export.Toolchain, cancellationToken);
            return (await PublishAsync(export, origin, cancellationToken), false);
        }
        catch
        {
            foreach (var digest in stored)
            {
                await blobs.DeleteAsync(digest, CancellationToken.None);
            }

            throw;
        }
    }

    private async Task StoreAsync(Stream content, BlobRef blob, CancellationToken cancellationToken)
    {
        try
        {
            await blobs.PutAsync(content, blob.MediaType, blob.Digest, cancellationToken);
        }
        catch (Exception exception) when (exception is FarmException { Failure.Code: FailureCode.Corrupt } or EndOfStreamException or InvalidDataException)
        {
            throw ExportReader.WrongContent(blob, exception);
        }
    }

    private async Task<Toolchain> PublishAsync(ToolchainExportDocument export, string origin, CancellationToken cancellationToken)
    {
        foreach (var bundle in export.Bundles)
        {
            await manifests.PutAsync(ToolchainDocuments.NameOfBundle(bundle.Toolchain, bundle.Architecture), ToolchainDocuments.Write(bundle), cancellationToken);
        }

        var toolchain = export.Toolchain with { AddedAt = time.GetUtcNow(), Origin = origin };
        await manifests.PutAsync(ToolchainDocuments.NameOf(toolchain.Digest), ToolchainDocuments.Write(toolchain), cancellationToken);
        return toolchain;
    }

    private static void RefuseOtherMachine(Toolchain toolchain)
    {
        if (toolchain.Host != RootArchitecture.Here)
        {
            throw RootArchitecture.OtherThanHere(toolchain.Host);
        }
    }
}
