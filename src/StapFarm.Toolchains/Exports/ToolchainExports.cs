using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Depot;

namespace StapFarm.Toolchains.Exports;

/// <summary>
/// Takes toolchains out of the farm. An export file is an uncompressed tar (ustar) with these entries in this order:
/// <c>toolchain.json</c> (<see cref="ManifestDocument"/>, format <c>toolchain-export</c>, version 1: the toolchain and its
/// runtime bundles), <c>toolchain.json.sha256</c> (its SHA-256 as sha256sum(1) writes it), and <c>blobs/SHA256</c> for each
/// bundle and then the packed root. Nothing that the farm learned of its pairs is in it.
/// </summary>
public sealed class ToolchainExports(IBlobStore blobs, IManifestStore manifests)
{
    public const string DocumentEntry = "toolchain.json";
    public const string HashEntry = "toolchain.json.sha256";
    public const string BlobFolder = "blobs/";

    /// <exception cref="FarmException"><c>NotFound</c> when a part of it is lost.</exception>
    public async Task<ToolchainExport> DescribeAsync(Toolchain toolchain, CancellationToken cancellationToken)
    {
        var bundles = new List<RuntimeBundle>();
        foreach (var target in toolchain.Targets.Prepend(toolchain.Host).Distinct())
        {
            if (await manifests.GetAsync(ToolchainDocuments.NameOfBundle(toolchain.Digest, target), cancellationToken) is { } document)
            {
                bundles.Add(ToolchainDocuments.ReadBundle(document));
            }
        }

        // Where it came from, this farm knows; to another it comes from a file.
        var export = new ToolchainExportDocument(toolchain with { Origin = "" }, bundles);
        foreach (var blob in export.Blobs())
        {
            _ = await blobs.StatAsync(blob.Digest, cancellationToken)
                ?? throw new FarmException(FailureCode.NotFound, $"A part of the toolchain {toolchain} isn't in the store any more: {blob.Digest.Short}.", ToolchainAgain.AddAgain(toolchain));
        }

        return new ToolchainExport(export.Write(), export.Blobs());
    }

    /// <summary>The content of <see cref="HashEntry"/>.</summary>
    internal static string HashLine(ReadOnlySpan<byte> document) => $"{Digest.Of(document)}  {DocumentEntry}\n";
}
