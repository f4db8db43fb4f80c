using StapFarm.Cluster.Runs;
using StapFarm.Cluster.Scheduling;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Care;

/// <summary>What goes on, as the scheduler and the sessions tell.</summary>
public sealed class ClusterUses(IGrainFactory grains) : IUses
{
    public async Task<IReadOnlyList<Use>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            // First sessions, then work: a session's build that is added in between is in the second.
            var sessions = await grains.GetGrain<ISessionRegisterGrain>(0).ListAsync().WaitAsync(cancellationToken);
            var work = await grains.GetGrain<ISchedulerGrain>(0).ItemsAsync().WaitAsync(cancellationToken);
            return [.. sessions.Select(Of), .. work.Select(Of)];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new FarmException(
                FailureCode.Unavailable, "What is in use can't be told now, so nothing is taken away.", "Try again in a moment.", exception);
        }
    }

    private static Use Of(SessionPlan plan) => new(
        $"session {plan.Session} on runner {plan.Runner}",
        plan.Build is null ? [] : Of(plan.Build).Blobs,
        plan.Key,
        plan.Build is null ? null : Of(plan.Build).Pair,
        plan.Session);

    private static Use Of(WorkItem item) => item switch
    {
        WorkItem.Translate work => new(item.Description, [work.Request.Digest], work.Key, work.Pair, null),
        WorkItem.Prepare work => new(item.Description, [], null, work.Pair, null),
        WorkItem.AddKernel work => new(item.Description, [.. DigestScan.In(work.Specification)], null, null, null),
        WorkItem.AddToolchain work => new(item.Description, [.. DigestScan.In(work.Specification)], null, null, null),
        _ => throw new InvalidOperationException($"What {item.GetType().Name} uses isn't known."),
    };
}
