using StapFarm.Model.Failures;

namespace StapFarm.StapProtocol.Archives;

/// <summary>What is in a request's archive, by path.</summary>
public sealed class RequestFiles
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    /// <summary>All contents together, in bytes.</summary>
    public long Bytes => _files.Values.Sum(content => (long)content.Length);

    /// <summary>The content of a file; null when there is none of this name.</summary>
    public byte[]? Find(string path) => _files.GetValueOrDefault(path);

    /// <summary>Whether there is a folder of this name, empty or not.</summary>
    public bool HasFolder(string path) =>
        _folders.Contains(path) || _files.Keys.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal));

    /// <summary>The files below a folder by their paths relative to it, in the order of their bytes.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Below(string folder) =>
        [.. _files.Where(file => file.Key.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(file => KeyValuePair.Create(file.Key[(folder.Length + 1)..], file.Value))
            .OrderBy(file => file.Key, StringComparer.Ordinal)];

    /// <exception cref="FarmException"><c>InvalidRequest</c> when it is there already.</exception>
    internal void AddFolder(string path)
    {
        if (!_folders.Add(path))
        {
            throw Twice();
        }
    }

    /// <exception cref="FarmException"><c>InvalidRequest</c> when it is there already.</exception>
    internal void AddFile(string path, byte[] content)
    {
        if (!_files.TryAdd(path, content))
        {
            throw Twice();
        }
    }

    /// <exception cref="FarmException"><c>InvalidRequest</c> when a name is that of a file and of a folder.</exception>
    internal void DemandConsistency()
    {
        var files = _files.GetAlternateLookup<ReadOnlySpan<char>>();
        if (_folders.Concat(_files.Keys).Any(path => LiesInFile(path, files)) || _folders.Any(_files.ContainsKey))
        {
            throw Twice();
        }
    }

    private static bool LiesInFile(ReadOnlySpan<char> path, Dictionary<string, byte[]>.AlternateLookup<ReadOnlySpan<char>> files)
    {
        for (int slash; (slash = path.LastIndexOf('/')) > 0;)
        {
            path = path[..slash];
            if (files.ContainsKey(path))
            {
                return true;
            }
        }

        return false;
    }

    private static FarmException Twice() =>
        new(FailureCode.InvalidRequest, "The archive has two entries with one name.", "A client's own zip never makes such.");
}
