using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Builds;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Work;
using StapFarm.Storage.Modules;

namespace StapFarm.Storage.Collection;

/// <summary>
/// Removes modules that nobody used for long, then the blobs that nothing refers to. What goes on while it looks is safe by
/// the grace time: a blob counts as new when it is stored and when something is about to refer to it, and what was used is
/// left. Any number of collectors may be at it.
/// </summary>
public sealed partial class StoreCollector(
    ModuleCache modules,
    IManifestStore manifests,
    IManifestUses manifestUses,
    IBlobStore blobs,
    IBlobShelf shelf,
    IUses uses,
    IOptions<CollectionOptions> options,
    TimeProvider time,
    ILogger<StoreCollector> logger)
{
    /// <exception cref="Model.Failures.FarmException">What is in use can't be told, or a document can't be read: nothing was removed.</exception>
    public async Task<CollectionReport> CollectAsync(CollectionRequest request, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var recent = now - options.Value.Grace;
        progress.Report(new("list", "looking what is there, and what is in use"));

        // In this order: work that ends while manifests are read was in use before, and has its manifest afterwards.
        var inUse = await uses.ListAsync(cancellationToken);
        var references = new References(manifests, blobs);
        references.Add(inUse);
        await references.AddManifestsAsync(cancellationToken);
        var stored = await ReadModulesAsync(references, cancellationToken);
        var all = await shelf.ListAsync(cancellationToken).ToListAsync(cancellationToken);
        await references.AddDocumentsAsync(all, cancellationToken);

        var contents = stored.Select(module => module.Content.Digest).ToHashSet();
        var others = all.Where(shelved => !contents.Contains(shelved.Blob.Digest) && (references.Contains(shelved.Blob.Digest) || shelved.KeptAt >= BoundOf(shelved, now))).Sum(shelved => shelved.Blob.Size);
        var eviction = new Eviction(now - request.OlderThan, Smaller(request.KeepModuleBytes, request.KeepBlobBytes - others), recent, KeysIn(inUse));
        eviction.Choose(stored);
        var evicted = request.DryRun ? eviction.Chosen : Evict(eviction.Chosen, recent, progress, cancellationToken);

        foreach (var module in stored.Except(evicted))
        {
            references.Add(module.Content.Digest);
        }

        var swept = await SweepAsync(all, references, request.DryRun, now, progress, cancellationToken);
        var report = Report(eviction, evicted, swept, stored.Count, all.Sum(shelved => shelved.Blob.Size));
        if (!request.DryRun && (report.Modules.Count > 0 || swept.Count > 0))
        {
            LogCollected(logger, report.Modules.Count, swept.Count, report.Bytes, report.ModulesLeft, report.ModuleBytesLeft);
        }

        return report;
    }

    /// <summary>The modules that can be read; of the others, what they name is left alone.</summary>
    private async Task<List<StoredModule>> ReadModulesAsync(References references, CancellationToken cancellationToken)
    {
        var stored = new List<StoredModule>();
        await foreach (var name in manifests.ListAsync(ManifestKind.Module, cancellationToken))
        {
            if (Digest.TryParse(name.Id, out var key)
                && await modules.PeekAsync(new ModuleKey(key), cancellationToken) is { } manifest
                && manifestUses.LastUse(name) is { } lastUse)
            {
                stored.Add(new(manifest.Key, manifest.Content, manifest.ModuleName, lastUse));
            }
            else
            {
                await references.AddManifestAsync(name, cancellationToken);
            }
        }

        return stored;
    }

    private List<StoredModule> Evict(IReadOnlyList<StoredModule> chosen, DateTimeOffset recent, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var evicted = new List<StoredModule>();
        foreach (var module in chosen)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (manifestUses.RemoveOlder(ModuleCache.NameOf(module.Key), recent))
            {
                evicted.Add(module);
                progress.Report(new("modules", $"removed {evicted.Count} of {chosen.Count} modules", (double)evicted.Count / chosen.Count));
            }
        }

        return evicted;
    }

    private async Task<List<BlobRef>> SweepAsync(
        List<ShelvedBlob> all, References references, bool dryRun, DateTimeOffset now, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var swept = new List<BlobRef>();
        var unneeded = all.Where(shelved => !references.Contains(shelved.Blob.Digest) && shelved.KeptAt < BoundOf(shelved, now)).ToList();
        foreach (var shelved in unneeded)
        {
            if (dryRun || await shelf.RemoveOlderAsync(shelved.Blob.Digest, BoundOf(shelved, now), cancellationToken))
            {
                swept.Add(shelved.Blob);
                progress.Report(new("blobs", $"{(dryRun ? "counted" : "removed")} {swept.Count} of {unneeded.Count} blobs", (double)swept.Count / unneeded.Count));
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        return swept;
    }

    private DateTimeOffset BoundOf(ShelvedBlob shelved, DateTimeOffset now) =>
        now - (shelved.Blob.MediaType == MediaTypes.Upload ? options.Value.UploadGrace : options.Value.Grace);

    private static CollectionReport Report(Eviction eviction, IReadOnlyList<StoredModule> evicted, List<BlobRef> swept, int modules, long bytes) => new(
        evicted,
        [.. swept.GroupBy(blob => blob.MediaType, (type, some) => (type, some: some.ToList())).Select(group => new CollectedBlobs(group.type, group.some.Count, group.some.Sum(blob => blob.Size))).OrderBy(group => group.MediaType, StringComparer.Ordinal)],
        modules - evicted.Count,
        eviction.BytesLeft,
        bytes - swept.Sum(blob => blob.Size),
        eviction.InUse,
        eviction.Recent,
        eviction.Excess);

    private static HashSet<ModuleKey> KeysIn(IReadOnlyList<Use> uses) => [.. uses.Select(use => use.Module).OfType<ModuleKey>()];

    private static long? Smaller(long? left, long? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);
}
