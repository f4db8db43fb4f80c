using StapFarm.Model.Work;

namespace StapFarm.Model.Care;

/// <summary>Looks whether a store is as it should be. Changes nothing itself: what it finds may be repaired by its finding.</summary>
public interface IStoreCheck
{
    /// <summary>Which store, e.g. <c>blobs</c>.</summary>
    string Store { get; }

    /// <param name="quick">Look at presence and sizes alone, and read no contents.</param>
    /// <param name="progress">Shows how far it is, and how fast.</param>
    /// <param name="cancellationToken">Ends it.</param>
    IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, CancellationToken cancellationToken);
}
