namespace StapFarm.Kernels.Trees;

/// <summary>Takes a tree's parts out of packages of one form.</summary>
internal interface IPackageUnpacker
{
    /// <param name="onBytes">Called with the bytes of content that were written.</param>
    /// <exception cref="Model.Failures.FarmException"><c>BadKernelTree</c> for a damaged package, <c>StoreFull</c>.</exception>
    Task UnpackAsync(KernelPackage package, Action<long> onBytes, CancellationToken cancellationToken);
}
