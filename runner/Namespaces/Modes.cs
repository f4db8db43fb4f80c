namespace StapFarm.Runner.Namespaces;

/// <summary>File modes.</summary>
internal static class Modes
{
    /// <summary>rwxr-xr-x</summary>
    public const UnixFileMode Program = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
}
