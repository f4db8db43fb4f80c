using StapFarm.Cluster.Waiting;
using StapFarm.Model.Runs;

namespace StapFarm.Cluster.Runners;

/// <summary>One runner, by its id: what it said, whether it is connected, the commands it was given.</summary>
[Alias("stapfarm.IRunnerGrain.v1")]
public interface IRunnerGrain : IGrainWithStringKey
{
    /// <summary>
    /// A runner has connected. The newest connection is the runner's; an older one's <see cref="NextCommandsAsync"/> gives null
    /// from now on. With another incarnation than before, numbering begins anew and sessions that it doesn't name are lost.
    /// </summary>
    /// <param name="connection">Unique for each connection.</param>
    /// <param name="lastCommand">The last command that this incarnation has carried out.</param>
    /// <param name="sessions">The sessions that it holds or has to report the end of.</param>
    [Alias("Connected")]
    Task ConnectedAsync(RunnerHello hello, string connection, long lastCommand, IReadOnlyList<string> sessions);

    /// <summary>The connection has ended. The runner's sessions go on until they are reported or the lease ends.</summary>
    [Alias("Disconnected")]
    Task DisconnectedAsync(string connection);

    /// <summary>A sign of life.</summary>
    [Alias("Heartbeat")]
    Task HeartbeatAsync(string connection);

    /// <summary>Gives the runner a command; it gets it when it is connected.</summary>
    [Alias("Send")]
    Task SendAsync(RunnerCommand command);

    /// <summary>
    /// The commands after <paramref name="after"/>. Without any, waits for the next one, for at most <paramref name="wait"/>.
    /// Null when the connection isn't the runner's any more.
    /// </summary>
    [ResponseTimeout(LongPolls.ResponseTimeout)]
    [Alias("NextCommands")]
    Task<IReadOnlyList<NumberedCommand>?> NextCommandsAsync(string connection, long after, TimeSpan wait);

    /// <summary>The runner has carried out the commands up to this number.</summary>
    [Alias("Accepted")]
    Task AcceptedAsync(string connection, long number);

    /// <summary>From the session's grain: the session is over, however it ended. What of it wasn't handed out yet never is.</summary>
    [Alias("SessionOver")]
    Task SessionOverAsync(string session);

    /// <summary>Null when it never connected.</summary>
    [Alias("Describe")]
    Task<RunnerDescription?> DescribeAsync();
}
