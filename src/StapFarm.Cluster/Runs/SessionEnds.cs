using StapFarm.Model.Failures;
using StapFarm.Model.Runs;

namespace StapFarm.Cluster.Runs;

/// <summary>The ends that the farm itself gives a session.</summary>
internal static class SessionEnds
{
    public static SessionEnd Stopped { get; } = new(SessionEndReason.Stopped, ExitCode: null, Failure: null);

    /// <summary>It never reached the runner.</summary>
    public static SessionEnd Refused(Exception exception) => new(
        SessionEndReason.Refused,
        ExitCode: null,
        exception is FarmException known
            ? known.Failure
            : new(FailureCode.Internal, $"The session couldn't be started: {exception.Message}", "See the server's log."));

    public static SessionEnd TargetLost(string reason, SessionPlan plan) => new(
        SessionEndReason.TargetLost,
        ExitCode: null,
        new FarmFailure(
            FailureCode.TargetLost,
            reason,
            "Output that had arrived is kept. The runner unloads what was left on the target when it is back.")
        {
            Kernel = plan.Kernel.ToString(),
        });
}
