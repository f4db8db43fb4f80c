namespace StapFarm.Cluster.Tests.Farm;

/// <summary>A bound on what must happen, so that a defect fails a test instead of hanging it. Nothing waits for it otherwise.</summary>
public static class Waits
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>Gives whether the bound isn't reached yet.</summary>
    public static Func<bool> Patience()
    {
        var start = TimeProvider.System.GetTimestamp();
        return () => TimeProvider.System.GetElapsedTime(start) < Bound;
    }

    public static Task Soon(this Task task) => task.WaitAsync(Bound);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Bound);
}
