using StapFarm.Model.Content;

namespace StapFarm.Storage.Tests.Collection;

/// <summary>Lets a test do something at each step that a collector takes through the manifests.</summary>
internal sealed class InterruptedManifests(IManifestStore inner, Func<Task> meanwhile) : IManifestStore
{
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(ManifestName name, CancellationToken cancellationToken)
    {
        await meanwhile();
        return await inner.GetAsync(name, cancellationToken);
    }

    public ValueTask<bool> PutIfAbsentAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        inner.PutIfAbsentAsync(name, document, cancellationToken);

    public ValueTask PutAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        inner.PutAsync(name, document, cancellationToken);

    public ValueTask<bool> DeleteAsync(ManifestName name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    public async IAsyncEnumerable<ManifestName> ListAsync(ManifestKind kind, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var name in inner.ListAsync(kind, cancellationToken))
        {
            await meanwhile();
            yield return name;
        }
    }
}
