using StapFarm.Model.Work;

namespace StapFarm.Kernels;

/// <summary>A place where kernels come from.</summary>
public interface IKernelSource
{
    /// <summary>The release that is meant: itself, or the newest of a series.</summary>
    /// <exception cref="Model.Failures.FarmException"><c>InvalidRequest</c>, <c>UnknownKernel</c>, <c>SourceFailed</c>.</exception>
    Task<string> ResolveAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken);

    /// <summary>Brings the packages of a release to this machine, checked.</summary>
    /// <exception cref="Model.Failures.FarmException"><c>UnknownKernel</c>, <c>SourceFailed</c>, <c>StoreFull</c>.</exception>
    Task<KernelPackages> FetchAsync(string release, IProgress<WorkProgress> progress, CancellationToken cancellationToken);
}
