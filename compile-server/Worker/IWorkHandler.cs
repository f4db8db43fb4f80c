using StapFarm.Model.Content;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Worker;

/// <summary>Does one kind of work.</summary>
internal interface IWorkHandler<in TItem>
    where TItem : WorkItem
{
    /// <returns>The manifest that holds the result; null when there is none.</returns>
    /// <exception cref="Model.Failures.FarmException">Why it failed.</exception>
    Task<ManifestName?> RunAsync(TItem item, IProgress<WorkProgress> progress, CancellationToken cancellationToken);
}
