using System.ComponentModel.DataAnnotations;

namespace StapFarm.Signing.Keys;

/// <summary>Where the farm's private keys are.</summary>
public sealed class KeyRingOptions
{
    /// <summary>
    /// The folder of the keys, absolute. The ticket key is <c>ticket-key.pem</c> in it, machine owner keys are below
    /// <c>moks</c>.
    /// </summary>
    [Required(ErrorMessage = "Signing: Folder must name the folder of the farm's keys.")]
    [RegularExpression("/.*", ErrorMessage = "Signing: Folder must be an absolute path.")]
    public string Folder { get; set; } = "";

    /// <summary>
    /// The file with private key and certificate, both in PEM form, that signs for staprun; absolute. Unset, it is
    /// <c>staprun-signer.pem</c> in <see cref="Folder"/>, and only that one is ever made. Set to the certificate of
    /// <c>stap --use-server</c>, <c>stap --trust-servers=signer</c> works as with a stock server, at a cost: whoever breaks
    /// into a front, which holds that key, can sign modules that all members of stapusr and stapsys may load.
    /// </summary>
    [RegularExpression("/.*", ErrorMessage = "Signing: StaprunSigner must be an absolute path.")]
    public string? StaprunSigner { get; set; }

    /// <summary>
    /// Whether a missing key is made at first start. Only the embedded farm does that: the members of a cluster would each
    /// make their own.
    /// </summary>
    public bool CreateMissingKeys { get; set; }
}
