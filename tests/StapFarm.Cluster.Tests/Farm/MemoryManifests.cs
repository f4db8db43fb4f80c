using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using StapFarm.Model.Content;

namespace StapFarm.Cluster.Tests.Farm;

/// <summary>A manifest store in memory that can be held up or broken.</summary>
public sealed class MemoryManifests : IManifestStore
{
    public ConcurrentDictionary<ManifestName, ReadOnlyMemory<byte>> Documents { get; } = new();

    /// <summary>Called before each put, on the caller's thread.</summary>
    public Action<ManifestName>? OnPut { get; set; }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(ManifestName name, CancellationToken cancellationToken) =>
        new(Documents.TryGetValue(name, out var document) ? document : (ReadOnlyMemory<byte>?)null);

    public ValueTask<bool> PutIfAbsentAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        OnPut?.Invoke(name);
        return new(Documents.TryAdd(name, document));
    }

    public ValueTask PutAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        OnPut?.Invoke(name);
        Documents[name] = document;
        return default;
    }

    public ValueTask<bool> DeleteAsync(ManifestName name, CancellationToken cancellationToken) => new(Documents.TryRemove(name, out _));

    public async IAsyncEnumerable<ManifestName> ListAsync(ManifestKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var name in Documents.Keys.Where(name => name.Kind == kind))
        {
            yield return name;
        }
    }
}
