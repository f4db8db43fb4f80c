using StapFarm.Model.Failures;

namespace StapFarm.Toolchains.Roots;

/// <summary>
/// The paths of a tar so far. What is unpacked by them never leaves the folder: each is below it by its words alone, and none
/// goes through a link.
/// </summary>
internal sealed class RootPaths
{
    // PATH_MAX and NAME_MAX of Linux (limits.h).
    private const int LongestPath = 4095;
    private const int LongestName = 255;
    private readonly Dictionary<string, RootEntryKind> _kinds = new(StringComparer.Ordinal);

    public int Count => _kinds.Count;

    /// <summary>The relative path that a name stands for; empty for the root itself.</summary>
    /// <exception cref="FarmException"><c>InvalidRequest</c> with the reason.</exception>
    public static string Normalize(string name)
    {
        if (name.StartsWith('/'))
        {
            throw Refuse(name, "its path is absolute");
        }

        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToList();
        if (parts.Contains(".."))
        {
            throw Refuse(name, "its path climbs out with ..");
        }

        if (name.Any(char.IsControl) || name.Contains('\ufffd', StringComparison.Ordinal))
        {
            throw Refuse(name, "its name has control characters or isn't UTF-8");
        }

        var path = string.Join('/', parts);
        return path.Length > LongestPath || parts.Exists(part => System.Text.Encoding.UTF8.GetByteCount(part) > LongestName)
            ? throw Refuse(path[..100], "its path is longer than Linux allows")
            : path;
    }

    /// <exception cref="FarmException"><c>InvalidRequest</c> with the reason.</exception>
    public void Add(string path, RootEntryKind kind)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            var folder = path[..slash];
            if (_kinds.TryAdd(folder, RootEntryKind.Folder) || _kinds[folder] == RootEntryKind.Folder)
            {
                continue;
            }

            throw Refuse(path, _kinds[folder] == RootEntryKind.Link ? $"its path goes through the link {folder}" : $"{folder} isn't a folder");
        }

        if (!_kinds.TryAdd(path, kind) && (kind != RootEntryKind.Folder || _kinds[path] != RootEntryKind.Folder))
        {
            throw Refuse(path, "it is in the archive twice");
        }
    }

    /// <summary>Whether a hard link may lead there.</summary>
    public bool IsFile(string path) => _kinds.GetValueOrDefault(path, RootEntryKind.Folder) is RootEntryKind.File or RootEntryKind.HardLink;

    public static FarmException Refuse(string path, string reason) =>
        new(FailureCode.InvalidRequest, $"The archive is refused because of {Shown(path)}: {reason}.", "Pack the root from its own folder: tar --create --directory=ROOT .");

    private static string Shown(string path) => $"'{string.Concat(path.Select(c => char.IsControl(c) ? '?' : c))}'";
}
