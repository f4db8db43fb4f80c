using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Storage.Modules;
using StapFarm.Translation.Keys;

namespace StapFarm.CompileServer.Worker;

/// <summary>Translates a request and publishes what comes out: the blob first, then the manifest, unless there is one.</summary>
internal sealed partial class TranslateHandler(
    PairPlace places,
    ITranslator translator,
    IBlobStore blobs,
    ModuleCache modules,
    IPairRegistry pairs,
    WorkerIdentity worker,
    TimeProvider time,
    ILogger<TranslateHandler> logger) : IWorkHandler<WorkItem.Translate>
{
    public async Task<ManifestName?> RunAsync(WorkItem.Translate item, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var name = new ManifestName(ManifestKind.Module, item.Key.ToString());
        if (await modules.FindAsync(item.Key, cancellationToken) is not null)
        {
            // Another worker, or this one before it lost its lease, was quicker.
            return name;
        }

        var request = await ReadRequestAsync(item, cancellationToken);
        var place = await places.OpenAsync(item.Pair, progress, cancellationToken);
        try
        {
            await TranslateAsync(item, request, place, progress, cancellationToken);
        }
        catch (FarmException exception)
        {
            throw PairPlace.About(exception, place.Toolchain, place.Tree);
        }

        return name;
    }

    private async Task TranslateAsync(
        WorkItem.Translate item,
        TranslationRequest request,
        TranslationPlace place,
        IProgress<WorkProgress> progress,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var output = await translator.TranslateAsync(place, request, item.Key, progress, cancellationToken);
        var duration = time.GetElapsedTime(began);
        var manifest = new ModuleManifest(
            item.Key,
            output.Kind,
            await StoreAsync(output, cancellationToken),
            output.ModuleName,
            output.Messages,
            item.Pair,
            place.Tree.Identity,
            place.Toolchain.StapVersion,
            Pipeline.Epoch,
            ModuleKeys.FieldsOf(request),
            item.AskedBy,
            time.GetUtcNow(),
            duration);
        await modules.PublishAsync(manifest, cancellationToken);
        // Whoever asks again is answered from the cache; what users wrote isn't kept longer than it is needed.
        await blobs.DeleteAsync(item.Request.Digest, cancellationToken);
        LogPublished(item.Key.Digest.Short, manifest.Content.Size, duration.TotalSeconds);
        if (output.Kind == TranslationKind.Module)
        {
            await RecordAsync(item, cancellationToken);
        }
    }

    private async Task<TranslationRequest> ReadRequestAsync(WorkItem.Translate item, CancellationToken cancellationToken)
    {
        await using var stored = await blobs.OpenAsync(item.Request.Digest, 0, cancellationToken);
        using var encoded = new MemoryStream();
        await stored.CopyToAsync(encoded, cancellationToken);
        return RequestCodec.Decode(encoded.ToArray());
    }

    private async Task<BlobRef> StoreAsync(TranslationOutput output, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(output.ContentPath);
        return await blobs.PutAsync(
            content,
            output.Kind == TranslationKind.Module ? MediaTypes.Module : MediaTypes.Listing,
            expected: null,
            cancellationToken);
    }

    private async Task RecordAsync(WorkItem.Translate item, CancellationToken cancellationToken)
    {
        try
        {
            // Once is enough: whoever waits for his module shouldn't wait for another such record to reach the disk.
            if ((await pairs.GetAsync(item.Pair, cancellationToken)).State is PairState.Builds or PairState.Runs)
            {
                return;
            }

            await pairs.RecordAsync(
                item.Pair,
                new PairEvidence(PairState.Builds, worker.AsEvidence, item.Key.ToString(), time.GetUtcNow()),
                cancellationToken);
        }
        catch (FarmException exception)
        {
            // The module is published: what is known of the pair may wait for the next one.
            LogNotRecorded(exception, item.Pair);
        }
    }
}
