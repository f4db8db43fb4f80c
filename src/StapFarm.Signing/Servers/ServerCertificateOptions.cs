using System.ComponentModel.DataAnnotations;

namespace StapFarm.Signing.Servers;

/// <summary>Where the certificate for <c>stap --use-server</c> is.</summary>
public sealed class ServerCertificateOptions
{
    /// <summary>The file with private key and certificate, both in PEM form; absolute.</summary>
    [Required(ErrorMessage = "Certificate must name the file with the certificate for stap --use-server.")]
    [RegularExpression("/.*", ErrorMessage = "Certificate must be an absolute path.")]
    public string Certificate { get; set; } = "";

    /// <summary>The names under which clients reach the farm, for a certificate that is made; none are needed.</summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>Whether a missing one is made at first start: only for a farm in one process.</summary>
    public bool CreateMissing { get; set; }
}
