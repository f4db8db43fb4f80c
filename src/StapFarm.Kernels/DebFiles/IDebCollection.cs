using StapFarm.Kernels.Debian;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.DebFiles;

/// <summary>A place with .deb files that isn't a Debian archive: nothing in it is signed.</summary>
internal interface IDebCollection : IDebianLists
{
    /// <summary>What it is called in messages.</summary>
    string Name { get; }

    /// <summary>Brings the packages' files to this machine, in the order of the packages.</summary>
    /// <exception cref="Model.Failures.FarmException"><c>SourceFailed</c>, <c>StoreFull</c>.</exception>
    Task<IReadOnlyList<KernelPackage>> GetAsync(IReadOnlyList<DebianPackage> packages, IProgress<WorkProgress> progress, CancellationToken cancellationToken);
}
