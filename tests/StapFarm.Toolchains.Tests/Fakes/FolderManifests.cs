using StapFarm.Model.Content;

namespace StapFarm.Toolchains.Tests.Fakes;

/// <summary>Manifests that stay from one test run to the next.</summary>
internal sealed class FolderManifests(string folder) : IManifestStore
{
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(ManifestName name, CancellationToken cancellationToken) =>
        new(File.Exists(FileOf(name)) ? (ReadOnlyMemory<byte>?)File.ReadAllBytes(FileOf(name)) : null);

    public ValueTask<bool> PutIfAbsentAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask PutAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(name))!);
        var unfinished = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(unfinished, document.Span);
        File.Move(unfinished, FileOf(name), overwrite: true);
        return default;
    }

    public ValueTask<bool> DeleteAsync(ManifestName name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<ManifestName> ListAsync(ManifestKind kind, CancellationToken cancellationToken)
    {
        var place = Path.Combine(folder, kind.ToString());
        return (Directory.Exists(place) ? Directory.EnumerateFiles(place) : [])
            .Select(file => new ManifestName(kind, Path.GetFileName(file)))
            .ToAsyncEnumerable();
    }

    private string FileOf(ManifestName name) => Path.Combine(folder, name.Kind.ToString(), name.Id);
}
