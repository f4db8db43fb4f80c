namespace StapFarm.Kernels.Programs;

/// <summary>
/// A lock among all processes of a machine: flock(2) on a file, which the kernel lets go of when its holder dies.
/// The file stays: removing it would let two holders have locks on two files of one name.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <param name="onWait">Called once when another holds the lock.</param>
    public static async Task<FileLock> TakeAsync(string path, TimeProvider time, Action? onWait, CancellationToken cancellationToken)
    {
        for (var first = true; ; first = false)
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            if (first)
            {
                onWait?.Invoke();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Null when another holds the lock.</summary>
    public static FileLock? TryTake(string path)
    {
        const int WouldBlock = 11;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when ((exception.HResult & 0xffff) is WouldBlock or 0x20)
        {
            return null;
        }
    }
}
