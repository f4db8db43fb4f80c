using System.ComponentModel.DataAnnotations;

namespace StapFarm.Translation;

/// <summary>The section <c>Farm:Translation</c> of the configuration.</summary>
public sealed class TranslationOptions
{
    public const string Section = "Farm:Translation";

    /// <summary>Where builds have their folders while they run. What a killed worker left there is removed by the next.</summary>
    [Required(AllowEmptyStrings = false)]
    public string ScratchFolder { get; set; } = "";

    /// <summary>Where the results of stap's trials are kept, a folder per pair.</summary>
    [Required(AllowEmptyStrings = false)]
    public string PreparedFolder { get; set; } = "";

    /// <summary>What looking for the cause of a script's mistake may take, after stap has refused it (<c>hh:mm:ss</c>). A quiet machine needs 2 to 4 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:10:00")]
    public TimeSpan HintTime { get; set; } = TimeSpan.FromSeconds(15);
}
