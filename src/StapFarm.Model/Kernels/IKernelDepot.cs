using StapFarm.Model.Content;
using StapFarm.Model.Work;

namespace StapFarm.Model.Kernels;

/// <summary>
/// The kernel trees: their manifests (what the farm knows, in the manifest store) and their folders (what this worker
/// holds). Safe for several processes on one root.
/// </summary>
public interface IKernelDepot
{
    /// <summary>
    /// Fetches and composes a tree. Adding a build that is there is quick and gives what is there. Nothing half-made is ever taken
    /// for whole, whatever interrupts it.
    /// </summary>
    /// <param name="specification">
    /// A release such as <c>6.1.0-56-cloud-amd64</c> (the build that its source has now), one of its builds such as
    /// <c>6.1.0-56-cloud-amd64=6.1.192-2</c>, a series such as <c>6.12-cloud-amd64</c>, or <c>files:DIGEST</c> for files
    /// that were sent to the farm.
    /// </param>
    /// <exception cref="Failures.FarmException"><c>UnknownKernel</c>, <c>SourceFailed</c>, <c>BadKernelTree</c>, <c>StoreFull</c>.</exception>
    Task<KernelTree> AddAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken);

    /// <summary>Every tree the farm knows.</summary>
    Task<IReadOnlyList<KernelTree>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The tree of this digest, or null.</summary>
    Task<KernelTree?> FindAsync(Digest digest, CancellationToken cancellationToken);

    /// <summary>The folder of a tree that this worker holds, to be bound read-only; null when it doesn't hold it.</summary>
    string? FolderOf(Digest digest);

    /// <summary>Removes the manifest first, then the folder; false when there was neither.</summary>
    Task<bool> RemoveAsync(Digest digest, CancellationToken cancellationToken);
}
