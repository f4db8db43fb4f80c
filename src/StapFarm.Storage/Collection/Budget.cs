namespace StapFarm.Storage.Collection;

internal static class Budget
{
    /// <returns>Bytes above the bound; 0 when there is none above it, or no bound.</returns>
    public static long Excess(long bytes, long? bound) => bound is { } known ? Math.Max(0, bytes - known) : 0;
}
