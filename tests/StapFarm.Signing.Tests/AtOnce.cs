namespace StapFarm.Signing.Tests;

/// <summary>Starts that happen at once, as of the processes of a farm: nothing is shared but files.</summary>
internal static class AtOnce
{
    public static async Task<IReadOnlyList<T>> RunAsync<T>(int count, Func<T> start)
    {
        using var line = new Barrier(count);
        return await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Factory.StartNew(
            () =>
            {
                line.SignalAndWait();
                return start();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }
}
