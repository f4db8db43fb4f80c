using System.Security.Cryptography.X509Certificates;

namespace StapFarm.Signing.Owners;

/// <summary>The private halves of the machine owner keys.</summary>
public interface IOwnerKeyRing
{
    /// <summary>The certificate of this fingerprint (SHA-1 or SHA-256, octets joined by colons) with its RSA key; null when there is none. The caller disposes it.</summary>
    X509Certificate2? Open(string fingerprint);
}
