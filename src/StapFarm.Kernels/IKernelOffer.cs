using StapFarm.Model.Work;

namespace StapFarm.Kernels;

/// <summary>A kernel that a source has. Disposing it removes what was brought here for this one addition only.</summary>
public interface IKernelOffer : IAsyncDisposable
{
    /// <summary>What <c>uname -r</c> prints.</summary>
    string Release { get; }

    /// <summary>The specification with which this kernel is found again: its release, or one that names its very files.</summary>
    string Origin { get; }

    /// <summary>
    /// The package, as <c>NAME_VERSION_ARCH</c>, by which builds of the release are told apart; null when the origin alone does.
    /// </summary>
    string? Image { get; }

    /// <summary>Brings the kernel's packages to this machine, checked.</summary>
    /// <exception cref="Model.Failures.FarmException"><c>UnknownKernel</c>, <c>SourceFailed</c>, <c>BadKernelTree</c>, <c>StoreFull</c>.</exception>
    Task<KernelPackages> FetchAsync(IProgress<WorkProgress> progress, CancellationToken cancellationToken);

    /// <summary>What it gave is no good kernel: what the farm keeps of it for later isn't needed.</summary>
    Task RefuseAsync();
}
