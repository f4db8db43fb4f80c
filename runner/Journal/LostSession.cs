using StapFarm.Model.Failures;

namespace StapFarm.Runner.Journal;

/// <summary>A session whose runner was ended before it was.</summary>
internal sealed record LostSession(string Id, FarmFailure Failure);
