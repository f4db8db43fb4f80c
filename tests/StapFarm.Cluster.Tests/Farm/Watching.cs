using StapFarm.Cluster.Runs;
using StapFarm.Cluster.Work;

namespace StapFarm.Cluster.Tests.Farm;

/// <summary>Watching work as a front does.</summary>
public static class Watching
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    /// <summary>The events until one fits; until the work's end by default.</summary>
    public static async Task<List<WorkEvent>> EventsAsync(this IWorkGrain work, Func<WorkEvent, bool>? until = null, long from = 1)
    {
        until ??= happened => happened is WorkEvent.Ended;
        var seen = new List<WorkEvent>();
        while (!seen.Any(until))
        {
            var events = await work.ReadEventsAsync(from, Wait).Soon();
            Assert.NotNull(events);
            seen.AddRange(events);
            from += events.Count;
        }

        return seen;
    }

    /// <summary>The first state of the session that fits.</summary>
    public static async Task<SessionState> UntilAsync(this ISessionGrain session, Func<SessionState, bool> fits)
    {
        for (var known = -1L; ;)
        {
            var state = await session.WaitAsync(known, Wait).Soon();
            Assert.NotNull(state);
            if (fits(state))
            {
                return state;
            }

            known = state.Version;
        }
    }
}
