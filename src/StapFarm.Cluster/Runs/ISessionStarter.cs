using StapFarm.Cluster.Runners;

namespace StapFarm.Cluster.Runs;

/// <summary>The host's part of starting a session: it knows stores and keys.</summary>
public interface ISessionStarter
{
    /// <summary>Reads the module's manifest, finds the runtime bundle, and signs the ticket.</summary>
    /// <exception cref="Model.Failures.FarmException"><c>NotFound</c>, <c>Unsupported</c> when the request gives no module.</exception>
    Task<RunnerCommand.Start> PrepareAsync(SessionPlan plan, CancellationToken cancellationToken);

    /// <summary>A module of this pair has loaded, or the kernel refused it: evidence for the pair.</summary>
    Task RecordLoadAsync(SessionPlan plan, Model.Runs.SessionEnd? failedWith, CancellationToken cancellationToken);
}
