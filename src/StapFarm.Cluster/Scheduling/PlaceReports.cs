namespace StapFarm.Cluster.Scheduling;

/// <summary>
/// Decides whose place in the queue is worth a message. Each step of a long queue would be a message for everyone in it;
/// so only the front is told each step, and the others when they have come a quarter nearer.
/// </summary>
internal static class PlaceReports
{
    public const int Front = 16;

    /// <summary>The work that is to be told its place now; remembers that it was.</summary>
    public static List<ScheduledWork> Take(WorkQueue queue)
    {
        var taken = new List<ScheduledWork>();
        foreach (var (place, work) in queue.Places())
        {
            if (IsWorthTelling(work.ReportedPosition, place))
            {
                work.ReportedPosition = place;
                taken.Add(work);
            }
        }

        return taken;
    }

    private static bool IsWorthTelling(int told, int place) =>
        told != place && (place < Front || Math.Abs(told - place) * 4 >= told);
}
