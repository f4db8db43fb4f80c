using StapFarm.Cluster.Work;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Protocol.Mapping;
using StapFarm.Storage.Modules;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Watching;

/// <summary>
/// Events of work as its user sees them: results are looked up in the stores, messages name the user's own files.
/// </summary>
internal sealed class WorkEventMapping(
    ModuleCache modules,
    IKernelDepot kernels,
    IToolchainDepot toolchains,
    IPairRegistry pairs)
{
    public async Task<V1.WorkEvent> MapAsync(WorkEvent @event, UserNames names, CancellationToken cancellationToken)
    {
        var proto = new V1.WorkEvent { Sequence = @event.Sequence, AtUnixMs = @event.At.ToUnixTimeMilliseconds() };
        switch (@event)
        {
            case WorkEvent.Queued queued:
                proto.Queued = new() { Position = queued.Position };
                break;
            case WorkEvent.Started started:
                proto.Started = new() { Worker = started.Worker, Attempt = started.Attempt };
                break;
            case WorkEvent.Progressed progressed:
                proto.Progressed = Map(progressed.Progress);
                break;
            case WorkEvent.Ended { Result.Failure: { } failure }:
                proto.Failed = names.Fill(failure).ToProto();
                break;
            case WorkEvent.Ended ended:
                await AddResultAsync(proto, ended.Result.Manifest, names, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"There is no mapping for {@event.GetType().Name}.");
        }

        return proto;
    }

    private static V1.WorkProgressed Map(WorkProgress progress)
    {
        var proto = new V1.WorkProgressed { Stage = progress.Stage, Text = progress.Text };
        if (progress.Fraction is { } fraction)
        {
            proto.Fraction = fraction;
        }

        return proto;
    }

    private async Task AddResultAsync(V1.WorkEvent proto, ManifestName? manifest, UserNames names, CancellationToken cancellationToken)
    {
        var done = new V1.WorkDone();
        var found = manifest is null || await FindAsync(done, manifest, names, cancellationToken);
        if (found)
        {
            proto.Done = done;
        }
        else
        {
            proto.Failed = new FarmFailure(
                FailureCode.Unavailable,
                "The work is done, but its result was removed since.",
                "Submit it again.").ToProto();
        }
    }

    private async Task<bool> FindAsync(V1.WorkDone done, ManifestName manifest, UserNames names, CancellationToken cancellationToken)
    {
        if (!Digest.TryParse(manifest.Id, out var digest))
        {
            return false;
        }

        switch (manifest.Kind)
        {
            case ManifestKind.Module:
                done.Build = (await modules.FindAsync(new ModuleKey(digest), cancellationToken))?.ToProto(names, fromCache: false);
                return done.Build is not null;
            case ManifestKind.KernelTree:
                done.Kernel = (await kernels.FindAsync(digest, cancellationToken))?.ToProto(await pairs.PromotedAsync(digest, cancellationToken));
                return done.Kernel is not null;
            case ManifestKind.Toolchain:
                done.Toolchain = (await toolchains.FindAsync(digest, cancellationToken))?.ToProto(withPackages: true);
                return done.Toolchain is not null;
            default:
                return false;
        }
    }
}
