using System.ComponentModel.DataAnnotations;

namespace StapFarm.CompileServer.Runs;

/// <summary>The settings of runs (<c>Farm:Runs</c>).</summary>
internal sealed class RunSettings
{
    public const string Section = "Farm:Runs";

    /// <summary>How long a run goes on when nobody watches it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan WatcherGrace { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a ticket is good for, from the moment it is signed until the module is loaded.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan TicketLifetime { get; set; } = TimeSpan.FromMinutes(10);
}
