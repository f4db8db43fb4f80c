using System.ComponentModel.DataAnnotations;

namespace StapFarm.Signing.Keys;

/// <summary>Where the farm's private keys are.</summary>
public sealed class KeyRingOptions
{
    /// <summary>The folder of the keys, absolute. The ticket key is <c>ticket-key.pem</c> in it.</summary>
    [Required(ErrorMessage = "Signing: Folder must name the folder of the farm's keys.")]
    [RegularExpression("/.*", ErrorMessage = "Signing: Folder must be an absolute path.")]
    public string Folder { get; set; } = "";

    /// <summary>
    /// Whether a missing key is made at first start. Only the embedded farm does that: the members of a cluster would each
    /// make their own.
    /// </summary>
    public bool CreateMissingKeys { get; set; }
}
