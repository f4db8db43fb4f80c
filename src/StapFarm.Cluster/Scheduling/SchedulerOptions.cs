using System.ComponentModel.DataAnnotations;

namespace StapFarm.Cluster.Scheduling;

/// <summary>The scheduler's settings (<c>Farm:Scheduler</c>).</summary>
public sealed class SchedulerOptions
{
    /// <summary>How long a lease lasts after its last renewal.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a piece of work is tried before it fails with <c>WorkerLost</c>.</summary>
    [Range(1, 20)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Work beyond this is refused with <c>Unavailable</c>.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 10_000;

    /// <summary>How long a failure of the script is remembered.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan FailureMemory { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the events of ended work can still be watched.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan EventMemory { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an attempt counts: what a farm that stopped left behind doesn't count for ever.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan AttemptMemory { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Translations go before other work that was submitted at most this much earlier; after that it is no longer passed
    /// over, so that a busy farm still gets its kernels and toolchains.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan BackgroundDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long work is passed over in favour of work whose kernel tree the asking worker holds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan TreePatience { get; set; } = TimeSpan.FromSeconds(30);
}
