namespace StapFarm.Cli.Care;

/// <summary>What was found in the stores, as JSON shows it.</summary>
/// <param name="Left">How many findings aren't repaired.</param>
internal sealed record ExaminationView(IReadOnlyList<string> Stores, IReadOnlyList<FindingView> Findings, long Repaired, long Left);
