using StapFarm.Cluster.Waiting;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Work;

/// <summary>The events of a piece of work, from its submission to its end.</summary>
internal sealed class WorkLog(LongPolls polls)
{
    /// <summary>Progress beyond this many events isn't kept: a worker that floods must not fill the memory.</summary>
    public const int MaxEvents = 10_000;

    /// <summary>Events in one answer; readers come again for more.</summary>
    public const int MaxRead = 500;

    /// <summary>Fractions that follow each other faster than this aren't worth an event each.</summary>
    private static readonly TimeSpan FractionPause = TimeSpan.FromMilliseconds(200);

    private readonly Pulse _pulse = new(polls);
    private List<WorkEvent> _events = [];

    public WorkEvent.Ended? End => _events is [.., WorkEvent.Ended ended] ? ended : null;

    private long Next => _events.Count + 1;

    /// <summary>Forgets everything: the work begins anew.</summary>
    public void Restart() => _events = [];

    public void Queued(int position)
    {
        if (_events.FindLast(e => e is WorkEvent.Queued or WorkEvent.Started) is not WorkEvent.Queued known || known.Position != position)
        {
            Add(new WorkEvent.Queued(Next, polls.Time.GetUtcNow(), position));
        }
    }

    public void Started(string worker, int attempt)
    {
        if (_events.FindLast(e => e is WorkEvent.Queued or WorkEvent.Started) is not WorkEvent.Started known
            || known.Worker != worker
            || known.Attempt != attempt)
        {
            Add(new WorkEvent.Started(Next, polls.Time.GetUtcNow(), worker, attempt));
        }
    }

    public void Progressed(WorkProgress progress)
    {
        if (_events.Count < MaxEvents && !IsTooSoon(progress))
        {
            Add(new WorkEvent.Progressed(Next, polls.Time.GetUtcNow(), progress));
        }
    }

    public void Ended(WorkResult result) => Add(new WorkEvent.Ended(Next, polls.Time.GetUtcNow(), result));

    /// <summary>The events from a number on, waiting for the next one if there are none yet.</summary>
    public async Task<IReadOnlyList<WorkEvent>> ReadAsync(long from, TimeSpan wait)
    {
        await _pulse.UntilAsync(() => FirstFor(from) < _events.Count, wait);
        return [.. _events.Skip(FirstFor(from)).Take(MaxRead)];
    }

    /// <summary>
    /// A reader who is beyond the end has read the log of an earlier submission: he gets this one from its beginning, and of
    /// work that has ended at least that.
    /// </summary>
    private int FirstFor(long from)
    {
        var first = from > Next ? 0 : (int)Math.Max(0, from - 1);
        return End is null ? first : Math.Min(first, _events.Count - 1);
    }

    private bool IsTooSoon(WorkProgress progress) =>
        progress.Fraction is < 1
        && _events is [.., WorkEvent.Progressed last]
        && last.Progress.Stage == progress.Stage
        && last.Progress.Text == progress.Text
        && polls.Time.GetUtcNow() - last.At < FractionPause;

    private void Add(WorkEvent happened)
    {
        if (End is null)
        {
            _events.Add(happened);
            _pulse.Beat();
        }
    }
}
