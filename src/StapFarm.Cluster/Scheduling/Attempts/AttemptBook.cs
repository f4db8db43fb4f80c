using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;

namespace StapFarm.Cluster.Scheduling.Attempts;

/// <summary>The scheduler's view of the attempt log: counts, caps, and never waits for ever on a store.</summary>
internal sealed partial class AttemptBook(
    IAttemptLog log,
    IOptions<SchedulerOptions> options,
    TimeProvider time,
    ILogger<AttemptBook> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Records that the work is about to be given to <paramref name="worker"/>. False, with nothing recorded, when its
    /// attempts are used up.
    /// </summary>
    public async Task<bool> TryBeginAsync(ScheduledWork work, string worker)
    {
        using var bound = new CancellationTokenSource(Patience, time);
        work.Attempts ??= Recent(await log.ReadAsync(work.Name, bound.Token));
        if (IsUsedUp(work))
        {
            return false;
        }

        var attempt = new Attempt(work.Attempts.Count + 1, worker, time.GetUtcNow(), Lost: null);
        await log.WriteAsync(work.Name, [.. work.Attempts, attempt], bound.Token);
        work.Attempts.Add(attempt);
        return true;
    }

    /// <summary>The last attempt came back without a result. The reason reaches the store with the next attempt.</summary>
    public static void Lost(ScheduledWork work, string why) => work.Attempts![^1] = work.Attempts[^1] with { Lost = why };

    /// <summary>The last attempt never reached its worker, so it doesn't count. The next one takes its place in the store.</summary>
    public static void Withdraw(ScheduledWork work) => work.Attempts!.RemoveAt(work.Attempts.Count - 1);

    public bool IsUsedUp(ScheduledWork work) => work.Attempts is { } attempts && attempts.Count >= options.Value.MaxAttempts;

    /// <summary>The work is over, one way or the other: who submits it again has all attempts again.</summary>
    public async Task ClearAsync(ScheduledWork work)
    {
        try
        {
            using var bound = new CancellationTokenSource(Patience, time);
            await log.ClearAsync(work.Name, bound.Token);
        }
        catch (Exception exception)
        {
            // Left behind, the record costs this work some attempts until it is too old to count.
            LogNotCleared(exception, work.Name);
        }
    }

    public static FarmFailure WorkerLost(ScheduledWork work) => new(
        FailureCode.WorkerLost,
        $"The farm gave up on {work.Item.Description} after {work.Attempts!.Count} attempts: {string.Join("; ", work.Attempts.Select(Describe))}.",
        "Look into the workers' logs: work that takes its worker along has often used up the memory. Submitting it again tries it anew.");

    private static string Describe(Attempt attempt) =>
        $"attempt {attempt.Number} on worker {attempt.Worker}: {attempt.Lost ?? "the farm stopped meanwhile"}";

    private List<Attempt> Recent(IReadOnlyList<Attempt> attempts)
    {
        var oldest = time.GetUtcNow() - options.Value.AttemptMemory;
        return [.. attempts.Where(attempt => attempt.At >= oldest).Select((attempt, index) => attempt with { Number = index + 1 })];
    }
}
