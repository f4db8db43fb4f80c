using System.Security.Cryptography.X509Certificates;

namespace StapFarm.Signing.Servers;

/// <summary>
/// The certificate that a front shows to <c>stap --use-server</c>, the same for all fronts of a farm: clients trust it by
/// itself, not an authority. A front needs its key and no other.
/// </summary>
public interface IServerCertificate
{
    /// <summary>The certificate with its private key. The caller disposes it.</summary>
    /// <exception cref="Model.Failures.FarmException">
    /// <c>NotFound</c> when there is none and none may be made; <c>InvalidRequest</c> when it is none that stap takes, or others
    /// could have read it.
    /// </exception>
    X509Certificate2 Open();
}
