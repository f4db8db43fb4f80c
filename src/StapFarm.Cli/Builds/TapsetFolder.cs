using StapFarm.Model.Builds;
using StapFarm.Model.Failures;

namespace StapFarm.Cli.Builds;

/// <summary>
/// Packs folders of <c>-I</c>: their <c>.stp</c> and <c>.stpm</c> files, also in subfolders (stap looks into those named
/// after kernel versions and architectures).
/// </summary>
internal static class TapsetFolder
{
    /// <summary>Bytes that all folders of a request may have together.</summary>
    public const int MaxBytes = 2 << 20;

    /// <summary>Files that all folders of a request may have together.</summary>
    public const int MaxFiles = 2000;

    private const int MaxDepth = 8;

    /// <exception cref="FarmException"><c>InvalidRequest</c>, naming the folder.</exception>
    public static IReadOnlyList<TapsetDirectory> PackAll(IReadOnlyList<string> folders)
    {
        var room = new Room();
        return [.. folders.Select(folder => Pack(folder, room))];
    }

    private static TapsetDirectory Pack(string folder, Room room)
    {
        if (!Directory.Exists(folder))
        {
            throw Refused($"There is no folder {folder} (-I).", "Give the folder that has the .stp files.");
        }

        try
        {
            var options = new EnumerationOptions
            {
                RecurseSubdirectories = true,
                MaxRecursionDepth = MaxDepth,
                IgnoreInaccessible = false,
                AttributesToSkip = FileAttributes.None,
            };
            var files = new List<TapsetFile>();
            foreach (var path in Directory.EnumerateFiles(folder, "*.stp*", options))
            {
                if (path.EndsWith(".stp", StringComparison.Ordinal) || path.EndsWith(".stpm", StringComparison.Ordinal))
                {
                    room.Take(folder, new FileInfo(path).Length);
                    files.Add(new TapsetFile(Path.GetRelativePath(folder, path), File.ReadAllBytes(path)));
                }
            }

            files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
            return new TapsetDirectory(folder, files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The folder {folder} (-I) can't be read: {exception.Message}", "");
        }
    }

    private static FarmException Refused(string message, string advice) => new(FailureCode.InvalidRequest, message, advice);

    private sealed class Room
    {
        private long _bytes;
        private int _files;

        public void Take(string folder, long bytes)
        {
            _bytes += bytes;
            _files++;
            if (_bytes > MaxBytes || _files > MaxFiles)
            {
                throw Refused(
                    $"The folder {folder} (-I) is too much: all such folders together may have {MaxFiles} files and {MaxBytes} bytes of .stp and .stpm files.",
                    "Give a folder that has only the tapset which the script needs.");
            }
        }
    }
}
