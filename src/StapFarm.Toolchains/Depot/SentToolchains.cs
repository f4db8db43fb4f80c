using Microsoft.Extensions.Logging;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Exports;
using StapFarm.Toolchains.Files;
using StapFarm.Toolchains.Locking;
using StapFarm.Toolchains.Roots;

namespace StapFarm.Toolchains.Depot;

/// <summary>Adds toolchains whose files were sent: a root, or an export.</summary>
internal sealed class SentToolchains(
    IBlobStore blobs, IManifestStore manifests, ToolchainPublisher publisher, ToolchainOptions options, TimeProvider time, ILogger logger)
{
    private readonly ToolchainFileStore _files = new(blobs, manifests);
    private readonly SentRootMaker _roots = new(blobs, options, time);
    private readonly ToolchainImporter _importer = new(blobs, manifests, time, options.MaxRootBytes);

    /// <param name="name">Of the file's document.</param>
    /// <param name="all">Every toolchain of the farm.</param>
    public async Task<Toolchain> AddAsync(Digest name, IReadOnlyList<Toolchain> all, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var place = $"file-{name.Short}";
        using var alone = await FileLock.AcquireAsync(
            Path.Combine(options.Scratch, $"{place}.lock"),
            time,
            () => progress.Report(new WorkProgress("make", "waiting for another process that adds the same file")),
            cancellationToken);
        foreach (var toolchain in all.Where(toolchain => toolchain.Origin == ToolchainFileName.Of(name)))
        {
            // The file is gone since; an answer that was lost must not end as a failure when the work is tried again.
            if (await publisher.IsWholeAsync(toolchain, cancellationToken))
            {
                return There(toolchain, progress);
            }
        }

        var file = await _files.GetAsync(name, cancellationToken);
        try
        {
            var added = file.Form == ToolchainFileForm.Root
                ? await MakeAsync(file, name, place, progress, cancellationToken)
                : await ImportAsync(file, name, progress, cancellationToken);
            await _files.RemoveAsync(name, file, cancellationToken);
            return added;
        }
        catch (FarmException exception) when (IsRefusal(exception))
        {
            await _files.RemoveAsync(name, file, CancellationToken.None);
            throw;
        }
    }

    private async Task<Toolchain> MakeAsync(ToolchainFile file, Digest name, string place, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        using var making = new MakingPlace(options.Scratch, place, logger);
        var made = await _roots.MakeAsync(file, making.Path, progress, cancellationToken);
        return await publisher.PublishAsync(file.Name, made with { Origin = ToolchainFileName.Of(name) }, progress, cancellationToken);
    }

    private async Task<Toolchain> ImportAsync(ToolchainFile file, Digest name, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var size = (await blobs.StatAsync(file.Content, cancellationToken))?.Size ?? 0;
        await using var content = await blobs.OpenAsync(file.Content, offset: 0, cancellationToken);
        var (toolchain, wasThere) = await _importer.ImportAsync(
            content, size, ToolchainFileName.Of(name), digest => WholeAsync(digest, cancellationToken), progress, cancellationToken);
        return wasThere ? There(toolchain, progress) : toolchain;
    }

    private async Task<Toolchain?> WholeAsync(Digest digest, CancellationToken cancellationToken) =>
        await manifests.GetAsync(ToolchainDocuments.NameOf(digest), cancellationToken) is { } document
        && ToolchainDocuments.ReadToolchain(document) is var toolchain
        && await publisher.IsWholeAsync(toolchain, cancellationToken)
            ? toolchain
            : null;

    private static Toolchain There(Toolchain toolchain, IProgress<WorkProgress> progress)
    {
        progress.Report(new WorkProgress("done", $"{toolchain} is there already"));
        return toolchain;
    }

    /// <summary>Whether the same file would be refused again.</summary>
    private static bool IsRefusal(FarmException exception) => exception.Failure.Code
        is FailureCode.Corrupt or FailureCode.InvalidRequest or FailureCode.Unsupported or FailureCode.UnknownVersion or FailureCode.LimitExceeded;
}
