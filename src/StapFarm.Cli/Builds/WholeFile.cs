namespace StapFarm.Cli.Builds;

/// <summary>Files that appear under their name when they are whole, in the place of an older one.</summary>
internal static class WholeFile
{
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var full = Path.GetFullPath(path);
        if (IsDevice(full))
        {
            // /dev/null and /dev/stdout are written to, never replaced.
            await using var special = new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            await write(special);
            return;
        }

        var growing = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}");
        try
        {
            await using (var file = new FileStream(growing, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                await write(file);
            }

            File.Move(growing, full, overwrite: true);
        }
        catch
        {
            File.Delete(growing);
            throw;
        }
    }

    private static bool IsDevice(string path) =>
        File.Exists(path)
        && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) is var target
        && (target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal));
}
