using System.Text;
using StapFarm.Kernels.Sources;
using StapFarm.Model.Content;

namespace StapFarm.Kernels.Wanted;

/// <summary>
/// The kernels that were asked for in vain. Stored as a <see cref="ManifestDocument"/> each, format <c>kernel-wish</c>,
/// version 1. Whoever may ask can write here, so names that are no kernel's aren't kept, and their number has a bound.
/// </summary>
public sealed class WishBook(IManifestStore manifests, TimeProvider time)
{
    private const int Most = 200;
    private const string Format = "kernel-wish";
    private const int Version = 1;

    /// <summary>How the manifests are read.</summary>
    public static ManifestForm Form { get; } = new(
        ManifestKind.KernelWish,
        document =>
        {
            ManifestDocument.Read<KernelWish>(Format, Version, document);
            return [];
        },
        IsRemade: true,
        "Only that the kernel was asked for is forgotten, once this is dropped: stapfarm doctor --repair");

    /// <summary>Somebody asked for a kernel. Two who ask at the very same time may count as one.</summary>
    public async Task AskedAsync(string name, CancellationToken cancellationToken)
    {
        if (!KernelRelease.Is(name))
        {
            return;
        }

        var before = await manifests.GetAsync(NameOf(name), cancellationToken) is { } document
            ? ManifestDocument.Read<KernelWish>(Format, Version, document)
            : null;
        if (before is null && await CountAsync(cancellationToken) >= Most)
        {
            return;
        }

        var wish = new KernelWish(name, (before?.Times ?? 0) + 1, time.GetUtcNow());
        await manifests.PutAsync(NameOf(name), ManifestDocument.Write(Format, Version, wish), cancellationToken);
    }

    public async Task<IReadOnlyList<KernelWish>> ListAsync(CancellationToken cancellationToken)
    {
        var wishes = new List<KernelWish>();
        await foreach (var name in manifests.ListAsync(ManifestKind.KernelWish, cancellationToken))
        {
            if (await manifests.GetAsync(name, cancellationToken) is { } document)
            {
                wishes.Add(ManifestDocument.Read<KernelWish>(Format, Version, document));
            }
        }

        return wishes;
    }

    /// <summary>It has come true.</summary>
    public async Task ForgetAsync(string name, CancellationToken cancellationToken) => await manifests.DeleteAsync(NameOf(name), cancellationToken);

    private async Task<int> CountAsync(CancellationToken cancellationToken) => await manifests.ListAsync(ManifestKind.KernelWish, cancellationToken).CountAsync(cancellationToken);

    private static ManifestName NameOf(string name) => new(ManifestKind.KernelWish, Digest.Of(Encoding.UTF8.GetBytes(name)).ToString());
}
