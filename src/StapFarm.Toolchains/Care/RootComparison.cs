using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Identity;
using StapFarm.Toolchains.Processes;
using ZstdSharp;

namespace StapFarm.Toolchains.Care;

/// <summary>Holds an unpacked root against its identity, and file by file against the packed one.</summary>
internal sealed class RootComparison(IBlobStore blobs)
{
    private const int Named = 3;

    /// <returns>What is wrong; null when nothing is.</returns>
    public async Task<string?> RunAsync(Toolchain toolchain, string folder, bool quick, ByteRate rate, CancellationToken cancellationToken)
    {
        try
        {
            var identity = RootIdentity.ReadFrom(folder).ComputeDigest();
            if (identity != toolchain.Digest)
            {
                return $"is another toolchain's root: its own digest is {identity.Short}";
            }
        }
        catch (FarmException exception)
        {
            return exception.Failure.Message;
        }

        if (quick || await blobs.StatAsync(toolchain.Root.Digest, cancellationToken) is null)
        {
            return null;
        }

        return await CompareAsync(toolchain, folder, rate, cancellationToken);
    }

    /// <summary>tar(1) wrote the packed root, and compares it: contents, kinds, modes, owners and times.</summary>
    private async Task<string?> CompareAsync(Toolchain toolchain, string folder, ByteRate rate, CancellationToken cancellationToken)
    {
        var tar = new ExternalProgram("tar", "tar")
        {
            Input = async (archive, token) =>
            {
                await using var blob = await blobs.OpenAsync(toolchain.Root.Digest, 0, token);
                await using var decompression = new DecompressionStream(blob, leaveOpen: true);
                var buffer = new byte[1 << 20];
                for (int length; (length = await decompression.ReadAsync(buffer, token)) > 0;)
                {
                    await archive.WriteAsync(buffer.AsMemory(0, length), token);
                    rate.Add(length);
                }
            },
        };
        try
        {
            var end = await tar.With("--compare", "--file=-", $"--directory={folder}", "--numeric-owner").RunAsync(cancellationToken);
            if (end.Succeeded)
            {
                return null;
            }

            var more = end.LastLines.Count > Named ? ", and more" : "";
            return $"differs from the packed root: {string.Join("; ", end.LastLines.Take(Named))}{more}";
        }
        catch (Exception exception) when (exception is ZstdException or FarmException { Failure.Code: FailureCode.Corrupt })
        {
            // The packed root is the damaged one: that is another check's finding, and no reason to replace the unpacked one.
            return null;
        }
    }
}
