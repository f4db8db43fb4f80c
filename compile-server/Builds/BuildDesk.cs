using StapFarm.Cluster.Work;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Principals;
using StapFarm.Model.Work;
using StapFarm.Storage.Modules;
using StapFarm.Translation.Keys;

namespace StapFarm.CompileServer.Builds;

/// <summary>Answers a planned build from the store, or makes work of it. For single builds and for those of runs alike.</summary>
internal sealed class BuildDesk(ModuleCache modules, IBlobStore blobs, IGrainFactory grains)
{
    /// <returns>The cached translation whose content is there and verifies, or null.</returns>
    public ValueTask<ModuleManifest?> FindAsync(PlannedBuild build, CancellationToken cancellationToken) =>
        modules.FindAsync(build.Key, cancellationToken);

    /// <summary>Stores the request, so that a worker can read it.</summary>
    public async Task<WorkItem.Translate> MakeWorkAsync(PlannedBuild build, Principal principal, CancellationToken cancellationToken)
    {
        using var encoded = new MemoryStream(RequestCodec.Encode(build.Request));
        var request = await blobs.PutAsync(encoded, MediaTypes.Request, build.Key.Digest, cancellationToken);
        return new(build.Key, request, build.Request.Pair, principal.Name);
    }

    public Task SubmitAsync(WorkItem item) => grains.GetGrain<IWorkGrain>(item.Name).SubmitAsync(item);
}
