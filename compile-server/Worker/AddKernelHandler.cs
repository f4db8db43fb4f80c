using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Worker;

internal sealed class AddKernelHandler(IKernelDepot kernels) : IWorkHandler<WorkItem.AddKernel>
{
    public async Task<ManifestName?> RunAsync(WorkItem.AddKernel item, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var tree = await kernels.AddAsync(item.Specification, progress, cancellationToken);
        return new(ManifestKind.KernelTree, tree.Digest.ToString());
    }
}
