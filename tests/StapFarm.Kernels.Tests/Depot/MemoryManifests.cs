using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using StapFarm.Model.Content;

namespace StapFarm.Kernels.Tests.Depot;

internal sealed class MemoryManifests : IManifestStore
{
    private readonly ConcurrentDictionary<ManifestName, ReadOnlyMemory<byte>> _documents = new();

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(ManifestName name, CancellationToken cancellationToken) =>
        new(_documents.TryGetValue(name, out var document) ? document : (ReadOnlyMemory<byte>?)null);

    public ValueTask<bool> PutIfAbsentAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        new(_documents.TryAdd(name, document));

    public ValueTask PutAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        _documents[name] = document;
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> DeleteAsync(ManifestName name, CancellationToken cancellationToken) => new(_documents.TryRemove(name, out _));

    public async IAsyncEnumerable<ManifestName> ListAsync(ManifestKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in _documents.Keys.Where(name => name.Kind == kind))
        {
            yield return await ValueTask.FromResult(name);
        }
    }
}
