using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StapFarm.Signing.Tests;

/// <summary>The two files of a machine owner key.</summary>
internal sealed record OwnerKeyFiles(byte[] Certificate, string PrivateKey)
{
    // Making a key is the slow part, and another certificate makes another machine owner key of it.
    private static readonly Lazy<string> SmallKey = new(MakeSmallKey);

    public string Sha1 => Fingerprint(HashAlgorithmName.SHA1);

    public string Sha256 => Fingerprint(HashAlgorithmName.SHA256);

    /// <summary>A certificate of its own for a small key, as an administrator may have put there.</summary>
    public static OwnerKeyFiles Small(DateTimeOffset since)
    {
        using var key = RSA.Create();
        key.ImportFromPem(SmallKey.Value);
        var request = new CertificateRequest("CN=Systemtap key of our own", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(since, since.AddYears(1));
        return new OwnerKeyFiles(certificate.RawData, SmallKey.Value);
    }

    private static string MakeSmallKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private string Fingerprint(HashAlgorithmName algorithm) =>
        BitConverter.ToString(CryptographicOperations.HashData(algorithm, Certificate)).Replace('-', ':').ToLowerInvariant();
}
