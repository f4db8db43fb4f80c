namespace StapFarm.Kernels.Uploads;

/// <summary>Tells which kernel a set of files is, and whether they are all there.</summary>
internal interface IFileSetReader
{
    PackageForm Form { get; }

    /// <param name="files">The files, with their hashes.</param>
    /// <exception cref="Model.Failures.FarmException"><c>BadKernelTree</c>: a file is damaged or something else, one is missing, or they are of two kernels.</exception>
    Task<KernelPackages> ReadAsync(IReadOnlyList<KernelPackage> files, CancellationToken cancellationToken);
}
