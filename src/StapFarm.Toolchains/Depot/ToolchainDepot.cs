using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Files;
using StapFarm.Toolchains.Locking;
using StapFarm.Toolchains.Making;

namespace StapFarm.Toolchains.Depot;

/// <summary>
/// Toolchains in the farm's stores. Blobs are stored before the manifests that name them, and a toolchain's manifest last:
/// a toolchain that can be found is whole.
/// </summary>
public sealed partial class ToolchainDepot : IToolchainDepot
{
    private readonly IManifestStore _manifests;
    private readonly IToolchainMaker _maker;
    private readonly ToolchainOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<ToolchainDepot> _logger;
    private readonly RootFolders _folders;
    private readonly ToolchainPublisher _publisher;
    private readonly ToolchainRemoval _removal;
    private readonly SentToolchains _sent;

    internal ToolchainDepot(
        IBlobStore blobs,
        IManifestStore manifests,
        IToolchainMaker maker,
        IOptions<ToolchainOptions> options,
        TimeProvider timeProvider,
        ILogger<ToolchainDepot> logger)
    {
        _manifests = manifests;
        _maker = maker;
        _options = options.Value;
        _timeProvider = timeProvider;
        _logger = logger;
        _folders = new RootFolders(blobs, options, timeProvider);
        _publisher = new ToolchainPublisher(blobs, manifests, timeProvider);
        _removal = new ToolchainRemoval(blobs, manifests, _folders);
        _sent = new SentToolchains(blobs, manifests, _publisher, options.Value, timeProvider, logger);
    }

    /// <summary>A depot that makes Debian roots with mmdebstrap.</summary>
    public static ToolchainDepot Create(
        IBlobStore blobs,
        IManifestStore manifests,
        IOptions<ToolchainOptions> options,
        TimeProvider timeProvider,
        ILogger<ToolchainDepot> logger) =>
        new(blobs, manifests, new DebianToolchainMaker(options, timeProvider), options, timeProvider, logger);

    /// <inheritdoc/>
    /// <remarks>
    /// <c>debian:SUITE,fresh</c> makes one from what the suite has today although one of that name is there; both stay.
    /// </remarks>
    public async Task<Toolchain> AddAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        if (ToolchainFileName.TryParse(specification, out var file))
        {
            return Added(await _sent.AddAsync(file, await ListAsync(cancellationToken).ConfigureAwait(false), progress, cancellationToken).ConfigureAwait(false), progress);
        }

        var wanted = ToolchainSpecification.Parse(specification);
        var place = wanted.Place;
        using var alone = await FileLock.AcquireAsync(
            Path.Combine(_options.Scratch, $"{place}.lock"),
            _timeProvider,
            () => progress.Report(new WorkProgress("make", $"waiting for another process that makes {wanted.Name}")),
            cancellationToken).ConfigureAwait(false);

        if (!wanted.Fresh && await FindNewestAsync(wanted.Name, cancellationToken).ConfigureAwait(false) is { } there)
        {
            progress.Report(new WorkProgress("done", $"{there} is there already"));
            return there;
        }

        var started = _timeProvider.GetTimestamp();
        using var making = new MakingPlace(_options.Scratch, place, _logger);
        var made = await _maker.MakeAsync(wanted, making.Path, progress, cancellationToken).ConfigureAwait(false);
        var toolchain = await _publisher.PublishAsync(wanted.Name, made, progress, cancellationToken).ConfigureAwait(false);
        var elapsed = _timeProvider.GetElapsedTime(started);
        LogMade(_logger, toolchain.Name, toolchain.Packages.Count, elapsed);
        return Added(toolchain, progress);
    }

    /// <returns>By name, then the newest first.</returns>
    public async Task<IReadOnlyList<Toolchain>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<Toolchain>();
        await foreach (var name in _manifests.ListAsync(ManifestKind.Toolchain, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (await _manifests.GetAsync(name, cancellationToken).ConfigureAwait(false) is { } document)
                {
                    found.Add(ToolchainDocuments.ReadToolchain(document));
                }
            }
            catch (FarmException exception)
            {
                // One record that can't be read must not take the others from everybody.
                LogUnreadable(_logger, name.Id, exception.Message);
            }
        }

        return [.. found
            .OrderBy(toolchain => toolchain.Name, StringComparer.Ordinal)
            .ThenByDescending(toolchain => toolchain.AddedAt)
            .ThenBy(toolchain => toolchain.Digest.ToString(), StringComparer.Ordinal)];
    }

    public async Task<Toolchain?> FindAsync(Digest digest, CancellationToken cancellationToken) =>
        await _manifests.GetAsync(ToolchainDocuments.NameOf(digest), cancellationToken).ConfigureAwait(false) is { } document
            ? ToolchainDocuments.ReadToolchain(document)
            : null;

    public async Task<string> OpenAsync(Digest digest, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var toolchain = await FindAsync(digest, cancellationToken).ConfigureAwait(false)
            ?? throw new FarmException(FailureCode.NotFound, $"The farm has no toolchain {digest.Short}.", "See which it has: stapfarm toolchain list");
        return await _folders.OpenAsync(toolchain, progress, cancellationToken).ConfigureAwait(false);
    }

    public async Task<RuntimeBundle?> FindBundleAsync(Digest toolchain, Architecture architecture, CancellationToken cancellationToken) =>
        await _manifests.GetAsync(ToolchainDocuments.NameOfBundle(toolchain, architecture), cancellationToken).ConfigureAwait(false) is { } document
            ? ToolchainDocuments.ReadBundle(document)
            : null;

    /// <summary>
    /// Removes a toolchain, its runtime bundles, its unpacked root on this machine, and what is known of its pairs. Kernels
    /// that it was promoted for have no default afterwards, until a toolchain is promoted or loads a module there.
    /// </summary>
    /// <returns>False when there is none of this digest.</returns>
    public async Task<bool> RemoveAsync(Digest digest, CancellationToken cancellationToken)
    {
        var removed = await _removal.RemoveAsync(digest, await ListAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (removed)
        {
            LogRemoved(_logger, digest);
        }

        return removed;
    }

    private Toolchain Added(Toolchain toolchain, IProgress<WorkProgress> progress)
    {
        LogAdded(_logger, toolchain.Name, toolchain.Digest, toolchain.StapVersion, toolchain.Root.Size);
        progress.Report(new WorkProgress("done", $"{toolchain} is ready"));
        return toolchain;
    }

    private async Task<Toolchain?> FindNewestAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var toolchain in (await ListAsync(cancellationToken).ConfigureAwait(false)).Where(toolchain => toolchain.Name == name))
        {
            if (await _publisher.IsWholeAsync(toolchain, cancellationToken).ConfigureAwait(false))
            {
                return toolchain;
            }
        }

        return null;
    }
}
