using StapFarm.Model.Failures;

namespace StapFarm.Storage.Files;

/// <summary>Tells a full medium from other failures of the file system.</summary>
internal static class FullMedium
{
    private const int NoSpaceLeft = 28; // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT
    private const int DiskFull = unchecked((int)0x80070070); // what FileStream throws when it can't preallocate

    public static bool Is(IOException exception) => exception.HResult is NoSpaceLeft or QuotaExceeded or DiskFull;

    public static FarmException Failure(string root, IOException exception) => new(
        FailureCode.StoreFull,
        exception.HResult == QuotaExceeded
            ? $"The disk quota for the farm's store at {root} is used up. Nothing was kept of what didn't fit."
            : $"The disk with the farm's store at {root} is full. Nothing was kept of what didn't fit.",
        "Free space there, or remove what isn't needed: stapfarm modules gc, stapfarm toolchain remove, stapfarm kernel remove.",
        exception);
}
