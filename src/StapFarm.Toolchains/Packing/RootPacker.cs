using System.IO.Pipelines;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Processes;
using ZstdSharp;

namespace StapFarm.Toolchains.Packing;

/// <summary>
/// Packs a root into the blob store: tar (GNU format, everything root's, sorted by name), compressed with zstd. tar(1)
/// because it keeps hard links, which System.Formats.Tar stores as copies.
/// </summary>
internal sealed class RootPacker(IBlobStore blobs)
{
    // 84 MB of 250 in two seconds; higher levels take many times that for a few megabytes.
    private const int Level = 3;

    public async Task<BlobRef> PackAsync(string folder, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pipe = new Pipe();
        var packing = FillAsync(folder, pipe.Writer, progress, stop.Token);
        try
        {
            var stored = await blobs.PutAsync(pipe.Reader.AsStream(), MediaTypes.ToolchainRoot, expected: null, cancellationToken).ConfigureAwait(false);
            await packing.ConfigureAwait(false);
            return stored;
        }
        catch
        {
            var storeFailedFirst = !packing.IsCompleted;
            await stop.CancelAsync().ConfigureAwait(false);
            await pipe.Reader.CompleteAsync().ConfigureAwait(false);
            await packing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!storeFailedFirst)
            {
                // What broke the stream says more than the store's words about a broken stream.
                await packing.ConfigureAwait(false);
            }

            throw;
        }
    }

    private static async Task FillAsync(string folder, PipeWriter writer, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            var compressed = writer.AsStream(leaveOpen: true);
            var steps = new ByteSteps("pack", "packing the root", total: null, progress);
            var tar = new ExternalProgram("tar", "tar")
            {
                Output = async (archive, token) =>
                {
                    await using var compression = new CompressionStream(compressed, Level);
                    await Copying.CopyAsync(archive, compression, steps.Add, token).ConfigureAwait(false);
                },
            };
            var end = await tar
                .With("--create", "--file=-", $"--directory={folder}", "--format=gnu", "--sort=name")
                .With("--owner=0", "--group=0", "--numeric-owner", "--one-file-system", ".")
                .RunAsync(cancellationToken).ConfigureAwait(false);
            if (!end.Succeeded)
            {
                throw new FarmException(
                    FailureCode.Internal,
                    $"Packing the toolchain's root failed: tar ended with code {end.ExitCode}. Its last lines:\n{end.Words}");
            }

            await writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The store must not take the part that was packed for the whole.
            await writer.CompleteAsync(exception).ConfigureAwait(false);
            throw;
        }
    }
}
