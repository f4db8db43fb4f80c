using Microsoft.Extensions.Options;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Locking;
using StapFarm.Toolchains.Packing;

namespace StapFarm.Toolchains.Depot;

/// <summary>
/// The unpacked roots of this machine. A root is unpacked beside its place and renamed into it: what stands under a digest
/// is whole. Who wants the same root at the same time waits for the one that unpacks it.
/// </summary>
internal sealed class RootFolders(IBlobStore blobs, IOptions<ToolchainOptions> options, TimeProvider timeProvider)
{
    private readonly RootUnpacker _unpacker = new(blobs);

    public async Task<string> OpenAsync(Toolchain toolchain, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var folder = FolderOf(toolchain.Digest);
        if (Directory.Exists(folder))
        {
            return folder;
        }

        using var alone = await LockAsync(toolchain.Digest, () => progress.Report(new WorkProgress("unpack", $"waiting for another process that unpacks {toolchain}")), cancellationToken).ConfigureAwait(false);
        if (Directory.Exists(folder))
        {
            return folder;
        }

        if (await blobs.StatAsync(toolchain.Root.Digest, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new FarmException(
                FailureCode.NotFound,
                $"The packed root of the toolchain {toolchain} isn't in the store any more.",
                ToolchainAgain.AddAgain(toolchain));
        }

        // Whoever left one of these was interrupted: its maker would hold the lock.
        RemoveLeftovers(toolchain.Digest);
        var unfinished = $"{folder}.unfinished-{Guid.NewGuid():N}";
        Directory.CreateDirectory(unfinished);
        try
        {
            FileModes.Set(unfinished, FileModes.Open);
            await _unpacker.UnpackAsync(toolchain, unfinished, progress, cancellationToken).ConfigureAwait(false);
            Directory.Move(unfinished, folder);
            return folder;
        }
        catch
        {
            RemoveLeftovers(toolchain.Digest);
            throw;
        }
    }

    /// <summary>Removes the unpacked root, if there is one. Builds that run in it fail.</summary>
    public async Task RemoveAsync(Digest digest, CancellationToken cancellationToken)
    {
        var folder = FolderOf(digest);
        using var alone = await LockAsync(digest, waiting: null, cancellationToken).ConfigureAwait(false);
        if (Directory.Exists(folder))
        {
            Directory.Move(folder, $"{folder}.unfinished-{Guid.NewGuid():N}");
        }

        RemoveLeftovers(digest);
    }

    private string FolderOf(Digest digest) => Path.Combine(options.Value.Roots, digest.ToString());

    private Task<FileLock> LockAsync(Digest digest, Action? waiting, CancellationToken cancellationToken) =>
        FileLock.AcquireAsync($"{FolderOf(digest)}.lock", timeProvider, waiting, cancellationToken);

    private void RemoveLeftovers(Digest digest)
    {
        foreach (var leftover in Directory.EnumerateDirectories(options.Value.Roots, $"{digest}.unfinished-*"))
        {
            Directory.Delete(leftover, recursive: true);
        }
    }
}
