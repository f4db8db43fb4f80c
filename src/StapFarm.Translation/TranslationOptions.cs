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
}
