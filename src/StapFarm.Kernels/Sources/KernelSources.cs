using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Sources;

/// <summary>
/// Sources that are tried one after the other. One that lacks the kernel or fails gives way to the next; if none has it,
/// each of them says why.
/// </summary>
internal sealed class KernelSources(IReadOnlyList<IKernelSource> sources) : IKernelSource
{
    public string Name => string.Join(", ", sources.Select(source => source.Name));

    public Task<IKernelOffer> FindAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        FindAsync(specification, 0, [], progress, cancellationToken);

    private async Task<IKernelOffer> FindAsync(
        string specification, int first, List<FarmException> refusals, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        for (var i = first; i < sources.Count; i++)
        {
            try
            {
                var offer = await sources[i].FindAsync(specification, progress, cancellationToken);
                return i + 1 < sources.Count || refusals.Count > 0
                    ? new Passing(this, offer, new KernelBuildName(offer.Release, KernelBuildName.Parse(specification).Version), i, refusals)
                    : offer;
            }
            catch (FarmException exception) when (GivesWay(exception))
            {
                Note(refusals, sources[i], exception, progress);
            }
        }

        throw Refusal(refusals);
    }

    private static bool GivesWay(FarmException exception) =>
        exception.Failure.Code is FailureCode.UnknownKernel or FailureCode.SourceFailed or FailureCode.InvalidRequest;

    private static void Note(List<FarmException> refusals, IKernelSource source, FarmException exception, IProgress<WorkProgress> progress)
    {
        refusals.Add(exception);
        progress.Report(new WorkProgress("find", $"not from {source.Name}: {exception.Failure.Message}"));
    }

    // A source that failed may have had it: that is another failure than all of them saying that they don't.
    private static FarmException Refusal(List<FarmException> refusals)
    {
        if (refusals.Count == 1)
        {
            return refusals[0];
        }

        var code = refusals.Exists(refusal => refusal.Failure.Code == FailureCode.SourceFailed) ? FailureCode.SourceFailed
            : refusals.Exists(refusal => refusal.Failure.Code == FailureCode.UnknownKernel) ? FailureCode.UnknownKernel
            : FailureCode.InvalidRequest;
        return new FarmException(
            code,
            string.Join(" ", refusals.Select(refusal => refusal.Failure.Message)),
            string.Join(" ", refusals.Select(refusal => refusal.Failure.Advice).Where(advice => advice.Length > 0).Distinct()),
            refusals[^1]);
    }

    /// <summary>An offer that the next sources are asked for instead when its own can't keep it.</summary>
    private sealed class Passing(KernelSources all, IKernelOffer offer, KernelBuildName wanted, int index, List<FarmException> refusals) : IKernelOffer
    {
        private readonly List<IKernelOffer> _others = [];

        public string Release => offer.Release;

        public string Origin => offer.Origin;

        public string? Image => offer.Image;

        public async Task<KernelPackages> FetchAsync(IProgress<WorkProgress> progress, CancellationToken cancellationToken)
        {
            try
            {
                return await offer.FetchAsync(progress, cancellationToken);
            }
            catch (FarmException exception) when (GivesWay(exception))
            {
                Note(refusals, all.SourceAt(index), exception, progress);
            }

            var other = await all.FindAsync(wanted.ToString(), index + 1, refusals, progress, cancellationToken);
            _others.Add(other);
            return await other.FetchAsync(progress, cancellationToken);
        }

        public async Task RefuseAsync()
        {
            await offer.RefuseAsync();
            foreach (var other in _others)
            {
                await other.RefuseAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var other in _others)
            {
                await other.DisposeAsync();
            }

            await offer.DisposeAsync();
        }
    }

    private IKernelSource SourceAt(int index) => sources[index];
}
