using StapFarm.Model.Failures;

namespace StapFarm.Translation.Sandbox;

internal static class DiskFull
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    public static bool Is(IOException exception) => (exception.HResult & 0xffff) is NoSpace or QuotaExceeded;

    public static FarmException Failure(string folder, Exception? exception) => new(
        FailureCode.StoreFull,
        $"The worker's disk has no room for a build: the one with the folder {folder} is full.",
        "Free some space there and ask again; nothing half-made was kept.",
        exception);
}
