using StapFarm.Model.Failures;

namespace StapFarm.Model.Runs;

/// <summary>How a session ended.</summary>
/// <param name="ExitCode">staprun's exit code; null when staprun never ran or was lost.</param>
/// <param name="Failure">Set when something went wrong.</param>
public sealed record SessionEnd(SessionEndReason Reason, int? ExitCode, FarmFailure? Failure);
