using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StapFarm.Signing.Servers;

namespace StapFarm.CompileServer.StapPort;

/// <summary>A certificate for <c>stap --use-server</c> as others see it.</summary>
/// <param name="Der">X.509, DER.</param>
internal sealed record StapCertificateEntry(ServerCertificateState State, ReadOnlyMemory<byte> Der)
{
    /// <summary>The SHA-256 of the certificate in DER form: lower-case hexadecimal digits.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Der.Span));

    /// <summary>Its serial number as clients write it: lower-case hexadecimal octets joined by colons, a leading zero octet included.</summary>
    public string Serial
    {
        get
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Der.Span);
            return string.Join(':', certificate.SerialNumberBytes.ToArray().Select(octet => octet.ToString("x2", CultureInfo.InvariantCulture)));
        }
    }
}
