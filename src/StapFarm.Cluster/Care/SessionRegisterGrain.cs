using Orleans.Concurrency;
using StapFarm.Cluster.Runs;

namespace StapFarm.Cluster.Care;

[GrainType("stapfarm.session-register"), Reentrant]
internal sealed class SessionRegisterGrain(TimeProvider time) : Grain, ISessionRegisterGrain
{
    /// <summary>How often a session says that it goes on.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (SessionPlan Plan, DateTimeOffset HeardAt)> _sessions = new(StringComparer.Ordinal);

    public Task GoesOnAsync(SessionPlan plan)
    {
        _sessions[plan.Session] = (plan, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task OverAsync(string session)
    {
        _sessions.Remove(session);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SessionPlan>> ListAsync()
    {
        var silent = time.GetUtcNow() - (3 * Interval);
        foreach (var (session, _) in _sessions.Where(entry => entry.Value.HeardAt < silent).ToList())
        {
            _sessions.Remove(session);
        }

        return Task.FromResult<IReadOnlyList<SessionPlan>>([.. _sessions.Values.Select(entry => entry.Plan)]);
    }
}
