namespace StapFarm.Toolchains.Roots;

internal static class DiskFull
{
    // ENOSPC and EDQUOT (errno.h), as .NET hands them on.
    public static bool Is(IOException exception) => (exception.HResult & 0xffff) is 28 or 122;
}
