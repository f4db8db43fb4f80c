namespace StapFarm.Toolchains.Locking;

/// <summary>
/// Keeps other processes of this machine (and other callers in this one) out of a piece of work. The kernel drops the lock
/// with its holder, so that a killed process leaves nothing locked; the empty file stays.
/// </summary>
internal sealed class FileLock : IDisposable
{
    // EWOULDBLOCK: the file is locked (flock(2)), as .NET reports a sharing violation on Linux.
    private const int WouldBlock = 11;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <param name="waiting">Called once when another one holds the lock.</param>
    public static async Task<FileLock> AcquireAsync(
        string path,
        TimeProvider timeProvider,
        Action? waiting,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var told = false;
        while (true)
        {
            if (TryAcquire(path) is { } acquired)
            {
                return acquired;
            }

            if (!told)
            {
                told = true;
                waiting?.Invoke();
            }

            await Task.Delay(Pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Null when another one holds the lock.</summary>
    public static FileLock? TryAcquire(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            return null;
        }
    }
}
