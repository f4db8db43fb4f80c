using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Pairs;

/// <summary>What pieces of evidence amount to.</summary>
internal static class PairEvidenceRules
{
    /// <summary>Keeps the newest evidence of each state, newest first; of two at the same time the one recorded later.</summary>
    public static IReadOnlyList<PairEvidence> Merge(IReadOnlyList<PairEvidence> known, PairEvidence added) =>
        [.. known
            .Prepend(added)
            .OrderByDescending(evidence => evidence.At)
            .DistinctBy(evidence => evidence.State)];

    /// <summary>A load, good or bad, outweighs a build; the newest load decides.</summary>
    /// <param name="evidence">Newest first.</param>
    public static PairState StateOf(IReadOnlyList<PairEvidence> evidence) =>
        evidence.FirstOrDefault(one => one.State is PairState.Runs or PairState.Fails)?.State
            ?? (evidence.Count > 0 ? PairState.Builds : PairState.Unknown);
}
