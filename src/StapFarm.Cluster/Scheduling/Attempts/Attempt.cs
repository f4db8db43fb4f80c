namespace StapFarm.Cluster.Scheduling.Attempts;

/// <summary>One time that a piece of work was given to a worker.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Lost">Why it came back without a result; null while it is under way, or when the farm stopped meanwhile.</param>
public sealed record Attempt(int Number, string Worker, DateTimeOffset At, string? Lost);
