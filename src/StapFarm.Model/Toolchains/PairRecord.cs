namespace StapFarm.Model.Toolchains;

/// <summary>All that is known of a pair.</summary>
/// <param name="State">What the evidence amounts to: a load, good or bad, outweighs a build; the newest load decides.</param>
/// <param name="Evidence">The newest of each state, newest first.</param>
public sealed record PairRecord(PairName Name, PairState State, IReadOnlyList<PairEvidence> Evidence);
