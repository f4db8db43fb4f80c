using StapFarm.Model.Work;

namespace StapFarm.Cluster.Work;

/// <summary>Something that happened to a piece of work.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
[GenerateSerializer, Immutable, Alias("stapfarm.WorkEvent.v1")]
public abstract record WorkEvent([property: Id(0)] long Sequence, [property: Id(1)] DateTimeOffset At)
{
    /// <param name="Position">Pieces of work in front of it.</param>
    [GenerateSerializer, Immutable, Alias("stapfarm.WorkEvent.Queued.v1")]
    public sealed record Queued(long Sequence, DateTimeOffset At, [property: Id(0)] int Position) : WorkEvent(Sequence, At);

    [GenerateSerializer, Immutable, Alias("stapfarm.WorkEvent.Started.v1")]
    public sealed record Started(long Sequence, DateTimeOffset At, [property: Id(0)] string Worker, [property: Id(1)] int Attempt) : WorkEvent(Sequence, At);

    [GenerateSerializer, Immutable, Alias("stapfarm.WorkEvent.Progressed.v1")]
    public sealed record Progressed(long Sequence, DateTimeOffset At, [property: Id(0)] WorkProgress Progress) : WorkEvent(Sequence, At);

    /// <summary>The last event of a piece of work.</summary>
    [GenerateSerializer, Immutable, Alias("stapfarm.WorkEvent.Ended.v1")]
    public sealed record Ended(long Sequence, DateTimeOffset At, [property: Id(0)] WorkResult Result) : WorkEvent(Sequence, At);
}
