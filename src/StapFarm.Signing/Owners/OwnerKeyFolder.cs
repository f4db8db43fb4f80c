using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using StapFarm.Model.Failures;
using StapFarm.Model.Signing;
using StapFarm.Signing.Keys;

namespace StapFarm.Signing.Owners;

/// <summary>
/// The folder of one machine owner key, as stap-serverd keeps it: named by the certificate's fingerprint (SHA-1; SHA-256 in
/// release 5.5), with the certificate in DER form and the private key in PEM form.
/// </summary>
internal static class OwnerKeyFolder
{
    public const string CertificateFile = "signing_key.x509";
    public const string PrivateKeyFile = "signing_key.priv";

    /// <returns>The certificate with its private key.</returns>
    /// <exception cref="FarmException"><c>InvalidRequest</c>: it can't be signed with what is there, or others could have read it.</exception>
    public static X509Certificate2 Open(string folder)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(File.ReadAllBytes(Path.Combine(folder, CertificateFile)));
            if (!Describe(certificate).Has(Path.GetFileName(folder)))
            {
                throw Refuse($"its name isn't the fingerprint of its {CertificateFile}, which is {Fingerprint(certificate, HashAlgorithmName.SHA1)}");
            }

            using var key = RSA.Create();
            key.ImportFromPem(PrivateFile.TryRead(Path.Combine(folder, PrivateKeyFile)) ?? throw Refuse($"it has no {PrivateKeyFile}"));
            // The public half alone would be found out only when something is to be signed.
            _ = key.ExportParameters(includePrivateParameters: true);
            return certificate.CopyWithPrivateKey(key);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refuse($"it has no {CertificateFile}", exception);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw Refuse($"there is no certificate with its RSA key: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the key's files into a new folder, which isn't named by its fingerprint yet.</summary>
    public static void Write(string folder, X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        PrivateFile.TryCreate(Path.Combine(folder, PrivateKeyFile), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        PrivateFile.TryCreate(Path.Combine(folder, CertificateFile), certificate.RawData);
    }

    public static MachineOwnerKey Describe(X509Certificate2 certificate) => new(
        certificate.RawData, Fingerprint(certificate, HashAlgorithmName.SHA1), Fingerprint(certificate, HashAlgorithmName.SHA256));

    private static string Fingerprint(X509Certificate2 certificate, HashAlgorithmName algorithm) =>
        string.Join(':', certificate.GetCertHash(algorithm).Select(octet => octet.ToString("x2", null)));

    private static FarmException Refuse(string reason, Exception? cause = null) =>
        new(FailureCode.InvalidRequest, reason, innerException: cause);
}
