using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Kernels;
using StapFarm.Kernels.Wanted;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.StapPort;

/// <summary>Finds the kernel that a client means by its release and architecture, and fetches it where that is allowed.</summary>
internal sealed partial class ClientKernels(
    IKernelDepot kernels,
    WorkWaiting work,
    WishBook wishes,
    IOptions<StapPortOptions> options,
    TimeProvider time,
    ILogger<ClientKernels> logger)
{
    /// <exception cref="FarmException"><c>UnknownKernel</c>, also when it is being fetched and takes long; <c>SourceFailed</c> and others of fetching.</exception>
    public async Task<(KernelTree Tree, string? Warning)> ResolveAsync(string release, string architecture, CancellationToken cancellationToken)
    {
        if (await FindAsync(release, architecture, cancellationToken) is { } found)
        {
            return found;
        }

        await wishes.AskedAsync(release, cancellationToken);
        // Debian's releases say the architecture; asking its archive for one of another machine gives nothing.
        if (options.Value.FetchKernels && architecture == Architecture.OfThisMachine.Name)
        {
            await FetchAsync(release, cancellationToken);
            if (await FindAsync(release, architecture, cancellationToken) is { } fetched)
            {
                return fetched;
            }
        }

        FarmKernels.Resolve(await OfAsync(architecture, cancellationToken), release, out _);
        throw new InvalidOperationException($"{release} was found after it hadn't been.");
    }

    private async Task FetchAsync(string release, CancellationToken cancellationToken)
    {
        using var waiting = new Deadline(options.Value.FetchWait, time, cancellationToken);
        LogFetching(release);
        try
        {
            var result = await work.EndAsync(new WorkItem.AddKernel(release), waiting.Token);
            if (result.Failure is { } failure)
            {
                throw new FarmException(failure);
            }
        }
        catch (OperationCanceledException) when (waiting.IsOver)
        {
            throw new FarmException(FailureCode.UnknownKernel, $"The kernel {release} is being fetched.", "Ask again in some minutes: the fetch goes on.");
        }
    }

    private async Task<(KernelTree Tree, string? Warning)?> FindAsync(string release, string architecture, CancellationToken cancellationToken)
    {
        var trees = (await OfAsync(architecture, cancellationToken)).Where(tree => tree.Identity.Release == release).ToList();
        return trees.Count == 0 ? null : (FarmKernels.Resolve(trees, release, out var warning), warning);
    }

    private async Task<List<KernelTree>> OfAsync(string architecture, CancellationToken cancellationToken) =>
        [.. (await kernels.ListAsync(cancellationToken)).Where(tree => tree.Identity.Architecture.Name == architecture)];

    [LoggerMessage(1, LogLevel.Information, "A client of stap --use-server asks for {Release}, which the farm doesn't have: fetching it")]
    private partial void LogFetching(string release);
}
