namespace StapFarm.Storage.Files;

/// <summary>
/// When a stored file was last of use: its modification time, which nothing else of the farm goes by. Setting it is one
/// call of the system and waits for no disk; what a crash loses of it makes a file seem older by moments.
/// </summary>
internal static class FileAge
{
    /// <returns>False when there is no such file, it may not be changed, or it is just being taken aside.</returns>
    public static bool TryRenew(string path, DateTimeOffset now)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, now.UtcDateTime);
            // The path may have been looked up before the file was taken aside, and the time set after it was read there.
            return File.Exists(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    public static void Set(FileStream file, DateTimeOffset now) => File.SetLastWriteTimeUtc(file.SafeFileHandle, now.UtcDateTime);

    /// <summary>Null when there is no such file.</summary>
    public static DateTimeOffset? Of(string path) =>
        new FileInfo(path) is { Exists: true } file ? new DateTimeOffset(file.LastWriteTimeUtc) : null;

    /// <summary>
    /// Removes the file if it is older than <paramref name="bound"/>. Others may renew it at any moment: it is first taken
    /// aside, where its time is the last word, and put back when that has changed. Whoever renews it afterwards finds it gone.
    /// </summary>
    /// <param name="aside">A folder on the same file system.</param>
    /// <returns>Whether it was removed.</returns>
    public static bool TryRemoveOlder(string path, DateTimeOffset bound, string aside)
    {
        if (!(Of(path) < bound))
        {
            return false;
        }

        Directory.CreateDirectory(aside);
        var taken = Path.Combine(aside, $"old-{Guid.NewGuid():N}");
        try
        {
            File.Move(path, taken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        var isOld = Of(taken) < bound;
        if (!isOld)
        {
            // A new one of this name may stand there by now: that is as good.
            NativeFiles.TryLink(taken, path);
        }

        File.Delete(taken);
        return isOld;
    }
}
