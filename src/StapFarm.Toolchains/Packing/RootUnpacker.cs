using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Depot;
using StapFarm.Toolchains.Identity;
using StapFarm.Toolchains.Processes;
using ZstdSharp;

namespace StapFarm.Toolchains.Packing;

/// <summary>Unpacks a packed root and holds it against the digest that it should have.</summary>
internal sealed class RootUnpacker(IBlobStore blobs)
{
    /// <param name="folder">An empty folder; not to be used when this fails.</param>
    /// <exception cref="FarmException"><c>NotFound</c>, <c>Corrupt</c>, <c>StoreFull</c>.</exception>
    public async Task UnpackAsync(Toolchain toolchain, string folder, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var steps = new ByteSteps("unpack", $"unpacking {toolchain}", toolchain.Root.Size, progress);
        var tar = new ExternalProgram("tar", "tar")
        {
            Input = (archive, token) => DecompressAsync(toolchain, archive, steps, token),
        };
        var end = await tar
            .With("--extract", "--file=-", $"--directory={folder}", "--preserve-permissions", "--numeric-owner")
            .RunAsync(cancellationToken).ConfigureAwait(false);
        if (!end.Succeeded)
        {
            throw end.DiskWasFull
                ? new FarmException(FailureCode.StoreFull, $"The disk is full: there is no room to unpack the toolchain {toolchain}, about 300 MB.", $"Free some room for {folder}, or remove a toolchain (stapfarm toolchain remove).")
                : new FarmException(FailureCode.Corrupt, $"The toolchain {toolchain} can't be unpacked: tar ended with code {end.ExitCode}. Its last lines:\n{end.Words}\n", Again(toolchain));
        }

        var identity = RootIdentity.ReadFrom(folder).ComputeDigest();
        if (identity != toolchain.Digest)
        {
            throw new FarmException(
                FailureCode.Corrupt,
                $"The packed root of the toolchain {toolchain} is another toolchain's: its own digest is {identity.Short}.",
                Again(toolchain));
        }

        // Renaming puts the folder in its place for good; its files must be on the disk before that, also after a power cut.
        await new ExternalProgram("sync", "coreutils").With("--file-system", folder).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Again(Toolchain toolchain) => ToolchainAgain.RemoveAndAddAgain(toolchain);

    private async Task DecompressAsync(Toolchain toolchain, Stream archive, ByteSteps steps, CancellationToken cancellationToken)
    {
        await using var blob = await blobs.OpenAsync(toolchain.Root.Digest, offset: 0, cancellationToken).ConfigureAwait(false);
        await using var counted = new CountingStream(blob, steps.Add);
        ZstdException? broken = null;
        await using (var decompression = new DecompressionStream(counted, leaveOpen: true))
        {
            try
            {
                await decompression.CopyToAsync(archive, cancellationToken).ConfigureAwait(false);
            }
            catch (ZstdException exception)
            {
                broken = exception;
            }
        }

        // The store's verdict on the content comes with the last read, and the decompressor stops at the end of its frame.
        await counted.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        if (broken is not null)
        {
            throw new FarmException(FailureCode.Corrupt, $"The toolchain {toolchain} can't be unpacked: {broken.Message}.", Again(toolchain), broken);
        }
    }
}
