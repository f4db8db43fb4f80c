using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Worker;

internal sealed class AddToolchainHandler(IToolchainDepot toolchains) : IWorkHandler<WorkItem.AddToolchain>
{
    public async Task<ManifestName?> RunAsync(WorkItem.AddToolchain item, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var toolchain = await toolchains.AddAsync(item.Specification, progress, cancellationToken);
        return new(ManifestKind.Toolchain, toolchain.Digest.ToString());
    }
}
