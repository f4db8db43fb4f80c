using System.Collections.Concurrent;
using StapFarm.Model.Content;

namespace StapFarm.Toolchains.Tests.Fakes;

internal sealed class MemoryManifests : IManifestStore
{
    private readonly ConcurrentDictionary<ManifestName, ReadOnlyMemory<byte>> _documents = new();

    public ICollection<ManifestName> Names => _documents.Keys;

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(ManifestName name, CancellationToken cancellationToken) =>
        new(_documents.TryGetValue(name, out var document) ? (ReadOnlyMemory<byte>?)document : null);

    public ValueTask<bool> PutIfAbsentAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        new(_documents.TryAdd(name, document));

    public ValueTask PutAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        _documents[name] = document;
        return default;
    }

    public ValueTask<bool> DeleteAsync(ManifestName name, CancellationToken cancellationToken) => new(_documents.TryRemove(name, out _));

    public IAsyncEnumerable<ManifestName> ListAsync(ManifestKind kind, CancellationToken cancellationToken) =>
        _documents.Keys.Where(name => name.Kind == kind).ToAsyncEnumerable();
}
