using StapFarm.Cluster.Scheduling.Attempts;
using StapFarm.Model.Content;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Scheduling;

/// <summary>A piece of work between its submission and its end.</summary>
/// <param name="item">What is to be done.</param>
/// <param name="due">What the queue is ordered by: when it was submitted, later for work that can wait.</param>
/// <param name="number">Grows with each submission: orders what is due at the same time.</param>
internal sealed class ScheduledWork(WorkItem item, DateTimeOffset due, long number) : IComparable<ScheduledWork>
{
    public WorkItem Item => item;

    public string Name { get; } = item.Name;

    public DateTimeOffset Due => due;

    /// <summary>Somebody waits for a translation; the rest is preparation.</summary>
    public bool IsInteractive { get; } = IsInteractiveWork(item);

    /// <summary>The kernel tree it needs, if any.</summary>
    public Digest? Tree { get; } = item switch
    {
        WorkItem.Translate translate => translate.Pair.Tree,
        WorkItem.Prepare prepare => prepare.Pair.Tree,
        _ => null,
    };

    /// <summary>Null until the attempt log was asked.</summary>
    public List<Attempt>? Attempts { get; set; }

    /// <summary>The place in the queue that its watchers know of.</summary>
    public int ReportedPosition { get; set; }

    /// <summary>Set while a worker has it.</summary>
    public HeldLease? Lease { get; set; }

    /// <summary>Completes when everything so far was told to its grain.</summary>
    public Task Told { get; set; } = Task.CompletedTask;

    public static bool IsInteractiveWork(WorkItem item) => item is WorkItem.Translate;

    public int CompareTo(ScheduledWork? other)
    {
        var byDue = Due.CompareTo(other!.Due);
        return byDue != 0 ? byDue : Number.CompareTo(other.Number);
    }

    private long Number => number;
}
