using StapFarm.Kernels.Uploads;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Sources;

/// <summary>Files that were sent are asked for by their own name; every other specification goes to the configured sources.</summary>
internal sealed class SpecificationRouter(IKernelSource uploads, IKernelSource configured) : IKernelSource
{
    public string Name => configured.Name;

    public Task<IKernelOffer> FindAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        (KernelFilesName.Is(specification) ? uploads : configured).FindAsync(specification, progress, cancellationToken);
}
