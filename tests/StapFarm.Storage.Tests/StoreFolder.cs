using Microsoft.Extensions.Options;
using StapFarm.Testing;

namespace StapFarm.Storage.Tests;

/// <summary>A store's root of a test's own.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public string Root => _scratch.Path;

    public IOptions<FileStorageOptions> Options => Microsoft.Extensions.Options.Options.Create(new FileStorageOptions
    {
        Root = Root,
        FlushToDisk = false,
    });

    /// <summary>Every file below the root, relative, except folders.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

    public string BlobPath(string digest) => Path.Combine(Root, "blobs", digest[..2], digest);

    public void Dispose() => _scratch.Dispose();
}
