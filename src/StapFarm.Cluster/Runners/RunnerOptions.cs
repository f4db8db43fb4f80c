using System.ComponentModel.DataAnnotations;

namespace StapFarm.Cluster.Runners;

/// <summary>The settings of runners and their sessions (<c>Farm:Runners</c>).</summary>
public sealed class RunnerOptions
{
    /// <summary>
    /// How long a runner's sessions count as alive without a connection or a sign of life; then they are <c>TargetLost</c>.
    /// The runner is told the same time, and ends them by itself after it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long sessions and runs that have ended can still be asked about.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan SessionMemory { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long the host may take to prepare a session's start (manifest, bundle, ticket).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromSeconds(30);
}
