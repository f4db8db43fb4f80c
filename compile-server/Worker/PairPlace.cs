using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Worker;

/// <summary>Brings a pair to this worker: the tree held, the toolchain unpacked, stap's trials done.</summary>
internal sealed class PairPlace(
    IKernelDepot kernels,
    IToolchainDepot toolchains,
    IPairRegistry pairs,
    ITranslator translator,
    WorkerIdentity worker,
    TimeProvider time)
{
    /// <exception cref="FarmException"><c>UnknownKernel</c>, <c>NoToolchain</c>, and what the rooms say.</exception>
    public async Task<TranslationPlace> OpenAsync(PairName pair, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var tree = await kernels.FindAsync(pair.Tree, cancellationToken)
            ?? throw new FarmException(FailureCode.UnknownKernel, $"The kernel tree {pair.Tree.Short} was removed from the farm.", "Add the kernel again, and submit again.");
        var toolchain = await toolchains.FindAsync(pair.Toolchain, cancellationToken)
            ?? throw new FarmException(FailureCode.NoToolchain, $"The toolchain {pair.Toolchain.Short} was removed from the farm.", "Add it again, and submit again.");
        try
        {
            var folder = kernels.FolderOf(tree.Digest) ?? await FetchAsync(tree, progress, cancellationToken);
            var root = await toolchains.OpenAsync(toolchain.Digest, progress, cancellationToken);
            var place = new TranslationPlace(toolchain, root, tree, folder);
            await PrepareAsync(place, progress, cancellationToken);
            return place;
        }
        catch (FarmException exception)
        {
            throw About(exception, toolchain, tree);
        }
    }

    /// <summary>The failure with the kernel and toolchain that it is about.</summary>
    public static FarmException About(FarmException exception, Toolchain toolchain, KernelTree tree) => new(
        exception.Failure with
        {
            Kernel = exception.Failure.Kernel ?? tree.Identity.ToString(),
            Toolchain = exception.Failure.Toolchain ?? toolchain.ToString(),
        },
        exception);

    /// <summary>Another worker's tree is fetched from where that one got it; it must come out the same.</summary>
    private async Task<string> FetchAsync(KernelTree tree, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var fetched = await kernels.AddAsync(tree.Origin.Length > 0 ? tree.Origin : tree.Identity.Release, progress, cancellationToken);
        return (fetched.Digest == tree.Digest ? kernels.FolderOf(tree.Digest) : null)
            ?? throw new FarmException(
                FailureCode.BadKernelTree,
                $"This worker doesn't hold the kernel tree {tree.Digest.Short} of {tree.Identity.Release}, and what the archive has now is another one ({fetched.Digest.Short}).",
                $"Build for that one, or add the kernel again where the tree is: stapfarm kernel add {tree.Identity.Release}");
    }

    private async Task PrepareAsync(TranslationPlace place, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        if (translator.IsPrepared(place))
        {
            return;
        }

        try
        {
            await translator.PrepareAsync(place, progress, cancellationToken);
        }
        catch (FarmException exception) when (exception.Failure.IsDeterministic)
        {
            // stap's own trial fails: so does every script, whatever it is.
            await pairs.RecordAsync(
                place.Pair,
                new PairEvidence(PairState.Fails, worker.AsEvidence, exception.Failure.Message, time.GetUtcNow()),
                CancellationToken.None);
            throw;
        }
    }
}
