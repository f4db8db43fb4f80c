using StapFarm.Model.Content;
using StapFarm.Model.Kernels;

namespace StapFarm.Kernels.Depot;

/// <summary>The stored form of <see cref="KernelTree"/>: a <see cref="ManifestDocument"/>, format <c>kernel-tree</c>, version 1.</summary>
public static class KernelTreeDocument
{
    private const string Format = "kernel-tree";
    private const int Version = 1;

    /// <summary>How the manifests are read.</summary>
    public static ManifestForm Form { get; } = new(
        ManifestKind.KernelTree,
        document =>
        {
            Read(document);
            return [];
        },
        IsRemade: false,
        "Where the tree is held its own document takes the place of this one; else add the kernel again: stapfarm kernel add");

    public static ManifestName Name(Digest digest) => new(ManifestKind.KernelTree, digest.ToString());

    public static byte[] Write(KernelTree tree) => ManifestDocument.Write(Format, Version, tree);

    /// <exception cref="Model.Failures.FarmException"><c>UnknownVersion</c> or <c>Corrupt</c>.</exception>
    public static KernelTree Read(ReadOnlyMemory<byte> document) => ManifestDocument.Read<KernelTree>(Format, Version, document);
}
