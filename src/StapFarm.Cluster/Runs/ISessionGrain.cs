using StapFarm.Cluster.Waiting;
using StapFarm.Model.Runs;

namespace StapFarm.Cluster.Runs;

/// <summary>One session: a script on one runner. The output itself is in the session log store; this tells how far it is.</summary>
[Alias("stapfarm.ISessionGrain.v1")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Builds the module (joining whoever builds it), then sends the runner the ticketed start command, which it gets from
    /// <c>ISessionStarter</c> of the host. Returns at once.
    /// </summary>
    [Alias("Start")]
    Task StartAsync(SessionPlan plan);

    /// <summary>
    /// The session's state once it differs from what the caller knows (or <paramref name="wait"/> is over). Null when there is
    /// no such session.
    /// </summary>
    [ResponseTimeout(LongPolls.ResponseTimeout)]
    [Alias("Wait")]
    Task<SessionState?> WaitAsync(long knownVersion, TimeSpan wait);

    /// <summary>From the runner's connection: this much output is stored.</summary>
    [Alias("OutputStored")]
    Task OutputStoredAsync(long lastChunk);

    [Alias("Running")]
    Task RunningAsync();

    /// <summary>Recorded once; a repetition changes nothing.</summary>
    [Alias("Ended")]
    Task EndedAsync(SessionEnd end, long lastChunk);

    /// <summary>Ends it as Ctrl-C does; a second time by force. While it is still being built, it just ends.</summary>
    [Alias("Stop")]
    Task StopAsync();

    /// <summary>From the runner's grain: the runner has restarted without this session, or its lease is over.</summary>
    [Alias("Lost")]
    Task LostAsync(string reason);
}
