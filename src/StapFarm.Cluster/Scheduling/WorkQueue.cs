using StapFarm.Model.Content;

namespace StapFarm.Cluster.Scheduling;

/// <summary>
/// Work that waits for a worker, in the order in which it is due. Work that comes back keeps its place: in front of all that
/// was submitted after it.
/// </summary>
/// <param name="patience">How long work is passed over in favour of work whose kernel tree the worker holds.</param>
internal sealed class WorkQueue(TimeSpan patience)
{
    // A sorted array: its index is the place in the queue, work comes in near its end and goes out near its front.
    private readonly List<ScheduledWork> _sorted = [];
    private readonly Dictionary<Digest, int> _trees = [];

    public int Count => _sorted.Count;

    public ScheduledWork Head => _sorted[0];

    /// <summary>Gives the place: how many pieces of work are in front.</summary>
    public int Add(ScheduledWork work)
    {
        var place = PlaceOf(work);
        _sorted.Insert(place, work);
        if (work.Tree is { } tree)
        {
            _trees[tree] = _trees.GetValueOrDefault(tree) + 1;
        }

        return place;
    }

    public void Remove(ScheduledWork work)
    {
        _sorted.RemoveAt(PlaceOf(work));
        if (work.Tree is { } tree && --_trees[tree] == 0)
        {
            _trees.Remove(tree);
        }
    }

    public int PlaceOf(ScheduledWork work)
    {
        var place = _sorted.BinarySearch(work);
        return place < 0 ? ~place : place;
    }

    /// <summary>
    /// The first work whose kernel tree is among <paramref name="trees"/>, unless other work comes first: because it is more
    /// urgent by its kind, or has waited too long. Null then.
    /// </summary>
    public ScheduledWork? FirstHeld(IReadOnlyList<Digest> trees, DateTimeOffset now)
    {
        if (_sorted.Count == 0 || !trees.Any(_trees.ContainsKey))
        {
            return null;
        }

        if (now - Head.Due > patience)
        {
            return Head.Tree is { } headTree && trees.Contains(headTree) ? Head : null;
        }

        var held = trees.ToHashSet();
        return _sorted.Find(work => work.Tree is { } tree && held.Contains(tree) && (work.IsInteractive || !Head.IsInteractive));
    }

    public IEnumerable<(int Place, ScheduledWork Work)> Places() => _sorted.Index();
}
