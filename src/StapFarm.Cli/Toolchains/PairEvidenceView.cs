namespace StapFarm.Cli.Toolchains;

/// <summary>One thing that was seen of a pair, as JSON shows it.</summary>
internal sealed record PairEvidenceView(string State, string Where, string Detail, DateTimeOffset At)
{
    public static PairEvidenceView Of(V1.PairEvidence evidence) => new(
        PairView.NameOf(evidence.State),
        evidence.Where,
        evidence.Detail,
        DateTimeOffset.FromUnixTimeMilliseconds(evidence.AtUnixMs));
}
