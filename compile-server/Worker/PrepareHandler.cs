using StapFarm.Model.Content;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Worker;

internal sealed class PrepareHandler(PairPlace places) : IWorkHandler<WorkItem.Prepare>
{
    public async Task<ManifestName?> RunAsync(WorkItem.Prepare item, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        await places.OpenAsync(item.Pair, progress, cancellationToken);
        return null;
    }
}
