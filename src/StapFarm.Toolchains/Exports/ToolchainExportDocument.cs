using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Exports;

/// <summary>
/// What an export file says of itself: the toolchain as its farm has it, with its runtime bundles. A
/// <see cref="ManifestDocument"/>, format <c>toolchain-export</c>, version 1.
/// </summary>
internal sealed record ToolchainExportDocument(Toolchain Toolchain, IReadOnlyList<RuntimeBundle> Bundles)
{
    private const string Format = "toolchain-export";
    private const int Version = 1;

    /// <summary>The blobs in the order they have in the file: bundles, then the root.</summary>
    public IReadOnlyList<BlobRef> Blobs() => [.. Bundles.Select(bundle => bundle.Content).Append(Toolchain.Root).DistinctBy(blob => blob.Digest)];

    public byte[] Write() => ManifestDocument.Write(Format, Version, new Body(Toolchain, Bundles));

    /// <exception cref="FarmException"><c>UnknownVersion</c> or <c>Corrupt</c>.</exception>
    public static ToolchainExportDocument Read(ReadOnlyMemory<byte> document)
    {
        var body = ManifestDocument.Read<Body>(Format, Version, document);
        return new ToolchainExportDocument(body.Toolchain, body.Bundles);
    }

    private sealed record Body(Toolchain Toolchain, IReadOnlyList<RuntimeBundle> Bundles);
}
