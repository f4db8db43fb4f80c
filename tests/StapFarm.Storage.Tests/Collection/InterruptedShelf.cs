using StapFarm.Model.Content;
using StapFarm.Storage.Collection;

namespace StapFarm.Storage.Tests.Collection;

/// <summary>Lets a test do something before each blob that a collector looks at or removes.</summary>
internal sealed class InterruptedShelf(IBlobShelf inner, Func<Task> meanwhile) : IBlobShelf
{
    public async IAsyncEnumerable<ShelvedBlob> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var shelved in inner.ListAsync(cancellationToken))
        {
            await meanwhile();
            yield return shelved;
        }
    }

    public async ValueTask<bool> RemoveOlderAsync(Digest digest, DateTimeOffset bound, CancellationToken cancellationToken)
    {
        await meanwhile();
        return await inner.RemoveOlderAsync(digest, bound, cancellationToken);
    }
}
