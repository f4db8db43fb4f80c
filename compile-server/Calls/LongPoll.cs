namespace StapFarm.CompileServer.Calls;

/// <summary>How the front waits for grains: a call that waits a while in the grain, and is made again.</summary>
internal static class LongPoll
{
    /// <summary>Well below the time after which Orleans gives a call up (30 s).</summary>
    public static TimeSpan Wait { get; } = TimeSpan.FromSeconds(10);
}
