using Microsoft.Extensions.Logging;
using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Pairs;

/// <summary>
/// Pairs and promotions in the manifest store. One registry orders its own changes; where several processes record evidence
/// of one pair at one moment, a piece of it may be lost and comes again with the next load. A promotion never is: the first
/// one stored stays.
/// </summary>
public sealed partial class PairRegistry(IManifestStore manifests, TimeProvider timeProvider, ILogger<PairRegistry> logger)
    : IPairRegistry, IDisposable
{
    private readonly SemaphoreSlim _recording = new(1, 1);

    public async Task RecordAsync(PairName pair, PairEvidence evidence, CancellationToken cancellationToken)
    {
        if (evidence.State == PairState.Unknown || !Enum.IsDefined(evidence.State))
        {
            throw new ArgumentException($"'{evidence.State}' is no evidence of anything.", nameof(evidence));
        }

        await _recording.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var known = await GetAsync(pair, cancellationToken).ConfigureAwait(false);
            var merged = PairEvidenceRules.Merge(known.Evidence, evidence);
            var record = new PairRecord(pair, PairEvidenceRules.StateOf(merged), merged);
            await manifests.PutAsync(PairDocuments.NameOf(pair), PairDocuments.Write(record), cancellationToken).ConfigureAwait(false);
            if (record.State != known.State)
            {
                LogStateChanged(logger, pair, known.State, record.State, evidence.Where, evidence.Detail);
            }
        }
        finally
        {
            _recording.Release();
        }

        if (evidence.State == PairState.Runs)
        {
            await PromoteFirstAsync(pair, evidence, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<PairRecord> GetAsync(PairName pair, CancellationToken cancellationToken) =>
        await manifests.GetAsync(PairDocuments.NameOf(pair), cancellationToken).ConfigureAwait(false) is { } document
            ? PairDocuments.ReadPair(document)
            : new PairRecord(pair, PairState.Unknown, []);

    public async Task PromoteAsync(PairName pair, CancellationToken cancellationToken)
    {
        var promotion = new Promotion(pair.Toolchain, "promoted by a person", timeProvider.GetUtcNow());
        await manifests.PutAsync(PairDocuments.NameOfPromotion(pair.Tree), PairDocuments.Write(promotion), cancellationToken).ConfigureAwait(false);
        LogPromoted(logger, pair.Toolchain, pair.Tree, promotion.Reason);
    }

    public async Task<Digest?> PromotedAsync(Digest tree, CancellationToken cancellationToken) =>
        await manifests.GetAsync(PairDocuments.NameOfPromotion(tree), cancellationToken).ConfigureAwait(false) is { } document
            ? PairDocuments.ReadPromotion(document).Toolchain
            : null;

    public void Dispose() => _recording.Dispose();

    private async Task PromoteFirstAsync(PairName pair, PairEvidence evidence, CancellationToken cancellationToken)
    {
        var promotion = new Promotion(pair.Toolchain, $"the first that loaded a module, on {evidence.Where}", evidence.At);
        if (await manifests.PutIfAbsentAsync(PairDocuments.NameOfPromotion(pair.Tree), PairDocuments.Write(promotion), cancellationToken).ConfigureAwait(false))
        {
            LogPromoted(logger, pair.Toolchain, pair.Tree, promotion.Reason);
        }
    }
}
