using StapFarm.Model.Content;

namespace StapFarm.Runner.Content;

/// <summary>
/// Files or folders named by digest below one folder, made whole or not at all. What is in use stays; of the rest the least
/// recently used goes when the bound is exceeded.
/// </summary>
internal sealed class ContentCache
{
    private readonly string _root;
    private readonly long _limit;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, int> _inUse = [];
    private readonly Dictionary<string, Task> _making = [];
    private readonly Lock _gate = new();

    /// <param name="limit">Bytes that may stay when nothing uses them.</param>
    public ContentCache(string root, long limit, TimeProvider time)
    {
        (_root, _limit, _time) = (root, limit, time);
        foreach (var half in new DirectoryInfo(root).EnumerateFileSystemInfos("*.part"))
        {
            Delete(half);
        }
    }

    /// <summary>The path of what has this digest, made by <paramref name="make"/> (given the path to make it at) when it isn't there.</summary>
    public async Task<CacheLease> GetAsync(Digest digest, Func<string, Task> make)
    {
        var path = Path.Combine(_root, digest.ToString());
        var lease = Hold(path);
        try
        {
            while (!Path.Exists(path))
            {
                await MakeOnce(path, make);
            }

            Touch(path);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private Task MakeOnce(string path, Func<string, Task> make)
    {
        lock (_gate)
        {
            if (_making.TryGetValue(path, out var running))
            {
                // Whoever makes it may be called off; then the next one tries itself.
                return running.ContinueWith(static _ => { }, TaskScheduler.Default);
            }

            return _making[path] = Make(path, make);
        }
    }

    private async Task Make(string path, Func<string, Task> make)
    {
        await Task.Yield();
        var part = path + ".part";
        try
        {
            await make(part);
            if (Directory.Exists(part))
            {
                Directory.Move(part, path);
            }
            else
            {
                File.Move(part, path);
            }
        }
        finally
        {
            if (Path.Exists(part))
            {
                Delete(Directory.Exists(part) ? new DirectoryInfo(part) : new FileInfo(part));
            }

            lock (_gate)
            {
                _making.Remove(path);
            }
        }
    }

    private CacheLease Hold(string path)
    {
        lock (_gate)
        {
            _inUse[path] = _inUse.GetValueOrDefault(path) + 1;
        }

        return new CacheLease(path, () => Release(path));
    }

    private void Release(string path)
    {
        lock (_gate)
        {
            if (--_inUse[path] == 0)
            {
                _inUse.Remove(path);
            }

            Trim();
        }
    }

    private void Trim()
    {
        var kept = new DirectoryInfo(_root).EnumerateFileSystemInfos()
            .Where(static entry => entry.Extension != ".part")
            .Select(static entry => (Entry: entry, Size: SizeOf(entry)))
            .OrderBy(static item => item.Entry.LastWriteTimeUtc)
            .ToList();
        var total = kept.Sum(static item => item.Size);
        foreach (var (entry, size) in kept)
        {
            if (total <= _limit)
            {
                return;
            }

            if (!_inUse.ContainsKey(entry.FullName))
            {
                Delete(entry);
                total -= size;
            }
        }
    }

    private void Touch(string path)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (Directory.Exists(path))
        {
            Directory.SetLastWriteTimeUtc(path, now);
        }
        else
        {
            File.SetLastWriteTimeUtc(path, now);
        }
    }

    private static long SizeOf(FileSystemInfo entry) => entry is DirectoryInfo folder
        ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length)
        : ((FileInfo)entry).Length;

    private static void Delete(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo folder)
        {
            folder.Delete(recursive: true);
        }
        else
        {
            entry.Delete();
        }
    }
}
