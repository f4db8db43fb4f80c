using System.ComponentModel.DataAnnotations;

namespace StapFarm.Toolchains;

/// <summary>Where toolchains are made and unpacked, and how.</summary>
public sealed class ToolchainOptions
{
    /// <summary>
    /// The folder with the unpacked roots, each in a folder named by its digest. Several processes may share it. Absolute.
    /// </summary>
    [Required]
    public string Roots { get; set; } = "";

    /// <summary>The folder in which roots are made before they are packed; about 500 MB while one is made. Absolute.</summary>
    [Required]
    public string Scratch { get; set; } = "";

    /// <summary>
    /// The archives to make Debian roots from, as mmdebstrap's MIRROR arguments (an address or a sources.list line). Empty:
    /// mmdebstrap's own choice for the suite, with its security updates.
    /// </summary>
    public IList<string> Mirrors { get; } = [];

    /// <summary>How long making a root may take before it is given up as hung.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan MakingLimit { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How many bytes the files of a root may have that is sent to the farm.</summary>
    [Range(1, long.MaxValue)]
    public long MaxRootBytes { get; set; } = 16L << 30;

    /// <summary>How long each program of a root that was sent may take when it is tried.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan TrialLimit { get; set; } = TimeSpan.FromMinutes(1);
}
