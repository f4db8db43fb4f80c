using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Programs;

/// <summary>Tells a full disk from other trouble, in the words of .NET and of programs.</summary>
internal static class DiskFull
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = 0x70;

    public static bool Is(IOException exception) => (exception.HResult & 0xffff) is NoSpace or QuotaExceeded or WindowsDiskFull;

    public static bool Is(string programErrors) =>
        programErrors.Contains("No space left on device", StringComparison.Ordinal)
        || programErrors.Contains("Disk quota exceeded", StringComparison.Ordinal)
        || programErrors.Contains("enough free space", StringComparison.Ordinal);

    public static FarmException Failure(string folder, Exception? exception = null) => new(
        FailureCode.StoreFull,
        $"There is no room left on the disk of {folder}.",
        "Free some, remove kernels that nobody uses (stapfarm kernel remove), or configure another folder. Nothing half-made was kept.",
        exception);

    /// <summary>Refuses before anything is fetched what wouldn't fit.</summary>
    /// <exception cref="FarmException"><c>StoreFull</c>.</exception>
    public static void Check(string folder, long bytes)
    {
        Directory.CreateDirectory(folder);
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < bytes)
        {
            throw new FarmException(
                FailureCode.StoreFull,
                $"{Mebibytes(bytes)} are needed in {folder}, and {Mebibytes(free)} are free.",
                "Free some, remove kernels that nobody uses (stapfarm kernel remove), or configure another folder.");
        }
    }

    private static string Mebibytes(long bytes) => $"{bytes >> 20:N0} MiB";
}
