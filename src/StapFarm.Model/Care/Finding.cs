using StapFarm.Model.Work;

namespace StapFarm.Model.Care;

/// <summary>Something in a store that isn't as it should be.</summary>
/// <param name="Store">Which store, e.g. <c>blobs</c>.</param>
/// <param name="Subject">What is concerned: a digest, a name, a path.</param>
/// <param name="What">What is wrong with it, for people.</param>
/// <param name="Advice">What a person can do about it; also when it is repaired, if something remains to be done.</param>
public sealed record Finding(string Store, string Subject, string What, string Advice)
{
    /// <summary>
    /// Repairs it, after another look whether it is still so, and says what was done. Throws what keeps it from it. Null when
    /// only a person can do something.
    /// </summary>
    public Func<IProgress<WorkProgress>, CancellationToken, Task<string>>? Repair { get; init; }
}
