namespace StapFarm.Cli.Care;

/// <summary>Something in a store that isn't as it should be, as JSON shows it.</summary>
/// <param name="Outcome">What was done about it, or why it couldn't be; null when nothing was tried.</param>
internal sealed record FindingView(string Store, string Subject, string What, string Advice, bool Repairable, bool Repaired, string? Outcome)
{
    public static FindingView Of(V1.Finding finding) => new(
        finding.Store, finding.Subject, finding.What, finding.Advice, finding.Repairable, finding.Repaired, finding.Outcome.Length > 0 ? finding.Outcome : null);
}
