using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StapFarm.Signing.Owners;

/// <summary>
/// Makes machine owner keys in the shape of stap-serverd's (systemtap's <c>stap-serverd.cxx</c>): stap's clients send the
/// fingerprints of those enrolled keys whose issuer names Systemtap.
/// </summary>
internal static class OwnerKeyMaker
{
    private const int KeyBits = 4096;
    private const int Days = 36500;
    private const int SerialOctets = 20;
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    /// <returns>The certificate, with its private key.</returns>
    public static X509Certificate2 Make(DateTimeOffset now)
    {
        using var key = RSA.Create(KeyBits);
        var name = new X500DistinguishedNameBuilder();
        // Written last part first.
        name.Add(CommonName, "Systemtap module signing key", UniversalTagNumber.UTF8String);
        name.Add(Organization, "Systemtap", UniversalTagNumber.UTF8String);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var identifier = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: false));
        request.CertificateExtensions.Add(identifier);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier));
        using var certificate = request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), now, now.AddDays(Days), Serial());
        return certificate.CopyWithPrivateKey(key);
    }

    // Positive, and of full length: signatures name their key by issuer, the same for all, and this number.
    private static byte[] Serial()
    {
        var serial = new byte[SerialOctets];
        RandomNumberGenerator.Fill(serial);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }
}
