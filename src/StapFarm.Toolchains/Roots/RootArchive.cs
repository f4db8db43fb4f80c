using System.Formats.Tar;
using StapFarm.Model.Failures;

namespace StapFarm.Toolchains.Roots;

/// <summary>
/// Reads the tar of a root that comes from outside: ustar, pax or GNU format. Anything that would not stay inside the root is
/// refused with its name and the reason, as is a tar without its end.
/// </summary>
/// <param name="mostBytes">How much its files may have together.</param>
internal sealed class RootArchive(long mostBytes)
{
    private const int MostEntries = 2_000_000;
    private readonly RootPaths _paths = new();
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private long _bytes;

    /// <exception cref="FarmException"><c>Corrupt</c>, <c>InvalidRequest</c>, <c>LimitExceeded</c>.</exception>
    public async Task ReadAsync(Stream tar, Func<RootEntry, Task> onEntry, CancellationToken cancellationToken)
    {
        await using var watched = new PrefixedStream(default, tar);
        await using var reader = new TarReader(watched, leaveOpen: true);
        while (await NextAsync(reader, cancellationToken) is { } entry)
        {
            if (Map(entry) is { } mapped)
            {
                await onEntry(mapped);
            }
        }

        // A whole tar says by an empty block that no further entry comes; without it nothing tells what is missing.
        if (watched.HasEnded)
        {
            throw TarCompression.Damaged("it ends without the mark of its end");
        }
    }

    private static async Task<TarEntry?> NextAsync(TarReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw TarCompression.Damaged(exception.Message, exception);
        }
    }

    private RootEntry? Map(TarEntry entry)
    {
        if (entry.EntryType == TarEntryType.GlobalExtendedAttributes)
        {
            return null;
        }

        var path = RootPaths.Normalize(entry.Name);
        if (path.Length == 0)
        {
            return entry.EntryType == TarEntryType.Directory ? null : throw RootPaths.Refuse(entry.Name, "it stands where the root itself is");
        }

        var kind = KindOf(entry.EntryType) ?? throw RootPaths.Refuse(path, $"the farm doesn't know what a tar entry of the type {entry.EntryType} is");
        var target = kind switch
        {
            RootEntryKind.HardLink => HardLinkTarget(path, entry.LinkName),
            RootEntryKind.Link when entry.LinkName.Length > 0 && !entry.LinkName.Contains('\0', StringComparison.Ordinal) => entry.LinkName,
            RootEntryKind.Link => throw RootPaths.Refuse(path, "it is a link that leads nowhere"),
            _ => "",
        };
        _paths.Add(path, kind);
        // Hard links become copies.
        _sizes[path] = kind == RootEntryKind.HardLink ? _sizes[target] : kind == RootEntryKind.File ? entry.Length : 0;
        _bytes += _sizes[path];
        if (_bytes > mostBytes || _paths.Count > MostEntries)
        {
            throw new FarmException(
                FailureCode.LimitExceeded,
                $"The root is larger than the farm takes: {mostBytes} bytes in {MostEntries} files.",
                "Leave out what no build needs, or raise Farm:Toolchains:MaxRootBytes on the farm.");
        }

        return new RootEntry(path, kind, entry.Mode, entry.ModificationTime, target, entry.DataStream ?? Stream.Null);
    }

    private string HardLinkTarget(string path, string name)
    {
        string target;
        try
        {
            target = RootPaths.Normalize(name);
        }
        catch (FarmException)
        {
            throw RootPaths.Refuse(path, $"it is a hard link out of the root, to {name}");
        }

        return _paths.IsFile(target) ? target : throw RootPaths.Refuse(path, $"it is a hard link to {target}, which is no file that came before");
    }

    private static RootEntryKind? KindOf(TarEntryType type) => type switch
    {
        TarEntryType.Directory => RootEntryKind.Folder,
        TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => RootEntryKind.File,
        TarEntryType.SymbolicLink => RootEntryKind.Link,
        TarEntryType.HardLink => RootEntryKind.HardLink,
        TarEntryType.BlockDevice or TarEntryType.CharacterDevice or TarEntryType.Fifo => RootEntryKind.Special,
        _ => null,
    };
}
