using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StapFarm.Signing.Keys;

/// <summary>The farm's private keys. The signer role alone has one; keys come from files or Secrets, never from a store.</summary>
public interface IKeyRing
{
    /// <summary>The key that tickets are signed with: ECDSA on the curve P-256. The caller disposes it.</summary>
    /// <exception cref="Model.Failures.FarmException">
    /// <c>NotFound</c> when there is none and none may be made; <c>InvalidRequest</c> when it is no such key or others could
    /// have read it.
    /// </exception>
    ECDsa OpenTicketKey();

    /// <summary>The certificate, with its RSA key, that <c>.sgn</c> signatures for staprun are made with. The caller disposes it.</summary>
    /// <exception cref="Model.Failures.FarmException">As <see cref="OpenTicketKey"/>.</exception>
    X509Certificate2 OpenStaprunSigner();
}
