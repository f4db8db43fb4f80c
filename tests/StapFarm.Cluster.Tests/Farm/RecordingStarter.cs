using System.Collections.Concurrent;
using StapFarm.Cluster.Runners;
using StapFarm.Cluster.Runs;
using StapFarm.Model.Runs;
using StapFarm.Model.Tickets;

namespace StapFarm.Cluster.Tests.Farm;

/// <summary>The host's part of a session's start, with what it was asked.</summary>
public sealed class RecordingStarter : ISessionStarter
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<SessionEnd?>> _loads = new();

    /// <summary>What preparing a session does beside its answer.</summary>
    public Func<SessionPlan, CancellationToken, Task> OnPrepare { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<RunnerCommand.Start> PrepareAsync(SessionPlan plan, CancellationToken cancellationToken)
    {
        await OnPrepare(plan, cancellationToken);
        return new(
            plan.Session,
            new SignedTicket(new byte[] { 1 }, new byte[] { 2 }),
            Samples.Blob("module"),
            Samples.Blob("bundle"),
            plan.Options.TimeLimit,
            plan.Options.OutputLimit);
    }

    public Task RecordLoadAsync(SessionPlan plan, SessionEnd? failedWith, CancellationToken cancellationToken)
    {
        Source(plan.Session).SetResult(failedWith);
        return Task.CompletedTask;
    }

    /// <summary>What was recorded of the session's load: null for a good one. Fails the test when it is recorded twice.</summary>
    public Task<SessionEnd?> LoadOf(string session) => Source(session).Task;

    public bool HasLoadOf(string session) => Source(session).Task.IsCompleted;

    private TaskCompletionSource<SessionEnd?> Source(string session) =>
        _loads.GetOrAdd(session, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
