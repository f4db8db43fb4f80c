using StapFarm.Model.Work;

namespace StapFarm.Kernels;

/// <summary>A place where kernels come from.</summary>
public interface IKernelSource
{
    /// <summary>What the source is called in messages, e.g. <c>the Debian archive</c> or a folder.</summary>
    string Name { get; }

    /// <summary>Finds the kernel that a person means: a release, or a series for its newest release. Brings nothing yet.</summary>
    /// <exception cref="Model.Failures.FarmException"><c>InvalidRequest</c>, <c>UnknownKernel</c>, <c>SourceFailed</c>, <c>BadKernelTree</c>.</exception>
    Task<IKernelOffer> FindAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken);
}
