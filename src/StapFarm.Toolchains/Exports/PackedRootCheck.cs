using System.Security.Cryptography;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Identity;
using StapFarm.Toolchains.Roots;
using ZstdSharp;

namespace StapFarm.Toolchains.Exports;

/// <summary>
/// Reads a packed root without unpacking it: nothing in it may leave its folder or have privileges, and it must be the root of
/// its toolchain's digest. Where that is over the contents, they are computed again.
/// </summary>
internal sealed class PackedRootCheck(IBlobStore blobs, long mostBytes)
{
    private const UnixFileMode Privileges = UnixFileMode.SetUser | UnixFileMode.SetGroup;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const int MostIdentityBytes = 16 << 20;

    public async Task RunAsync(Toolchain toolchain, CancellationToken cancellationToken)
    {
        var listing = new RootListing();
        byte[]? document = null;
        try
        {
            await using var packed = await blobs.OpenAsync(toolchain.Root.Digest, offset: 0, cancellationToken);
            await using var tar = new DecompressionStream(packed, leaveOpen: true);
            await new RootArchive(mostBytes).ReadAsync(tar, async entry => document = await AddAsync(listing, entry, cancellationToken) ?? document, cancellationToken);
        }
        catch (Exception exception) when (exception is ZstdException or InvalidDataException or EndOfStreamException)
        {
            throw ExportReader.Damaged(exception.Message, exception);
        }

        var identity = document is null ? null : RootIdentity.Read(document);
        if (identity is null || identity.ComputeDigest() != toolchain.Digest
            || identity.Host != toolchain.Host || !identity.Targets.SequenceEqual(toolchain.Targets))
        {
            throw new FarmException(FailureCode.Corrupt, $"The root in the export file isn't that of the toolchain {toolchain}.", "Export the toolchain again.");
        }

        if (identity.Contents is { } contents && contents != listing.ComputeDigest())
        {
            throw new FarmException(FailureCode.Corrupt, $"The files of the root in the export file aren't those of the toolchain {toolchain}.", "Export the toolchain again.");
        }
    }

    /// <returns>The root's own document, when the entry is it.</returns>
    private static async Task<byte[]?> AddAsync(RootListing listing, RootEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Kind == RootEntryKind.Special || (entry.Kind == RootEntryKind.File && (entry.Mode & Privileges) != 0))
        {
            throw RootPaths.Refuse(entry.Path, "no toolchain has device nodes, pipes, or programs with privileges");
        }

        switch (entry.Kind)
        {
            case RootEntryKind.Link:
                listing.AddLink(entry.Path, entry.Target);
                return null;
            case RootEntryKind.HardLink:
                listing.AddHardLink(entry.Path, entry.Target);
                return null;
            case RootEntryKind.File when entry.Path == RootIdentity.FileName && entry.Content.Length <= MostIdentityBytes:
                var document = new byte[entry.Content.Length];
                await entry.Content.ReadExactlyAsync(document, cancellationToken);
                return document;
            case RootEntryKind.File:
                listing.AddFile(entry.Path, (entry.Mode & Execute) != 0, Digest.FromHash(await SHA256.HashDataAsync(entry.Content, cancellationToken)));
                return null;
            default:
                return null;
        }
    }
}
