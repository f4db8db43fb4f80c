namespace StapFarm.Toolchains.Packing;

/// <summary>Modes of files. Toolchains are Linux roots, made and unpacked on Linux alone.</summary>
internal static class FileModes
{
    /// <summary>A folder or program that everybody may read and enter or run: <c>rwxr-xr-x</c>.</summary>
    public const UnixFileMode Open =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public static UnixFileMode Get(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    /// <summary>Sets the mode whatever the process's umask is: builds run under other users.</summary>
    public static void Set(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        File.SetUnixFileMode(path, mode);
    }
}
