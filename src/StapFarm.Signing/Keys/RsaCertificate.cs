using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StapFarm.Model.Failures;

namespace StapFarm.Signing.Keys;

/// <summary>A certificate with its RSA key, in one text: PKCS#8 and X.509 in PEM form. Other kinds of keys can't sign for staprun.</summary>
internal static class RsaCertificate
{
    /// <param name="path">The file that the text is from.</param>
    /// <param name="pem">The text.</param>
    /// <param name="purpose">How "a certificate with an RSA key that ..." goes on in the message.</param>
    /// <param name="advice">What to do about a wrong one.</param>
    /// <exception cref="FarmException"><c>InvalidRequest</c>: it has no such certificate, or the key is another's.</exception>
    public static X509Certificate2 Import(string path, string pem, string purpose, string advice)
    {
        X509Certificate2? certificate = null;
        try
        {
            certificate = X509Certificate2.CreateFromPem(pem, pem);
            using var key = certificate.GetRSAPrivateKey();
            return key is not null ? certificate : throw new CryptographicException("Its key isn't an RSA key.");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            certificate?.Dispose();
            throw new FarmException(FailureCode.InvalidRequest, $"{path} has no certificate with an RSA key that {purpose}: {exception.Message}", advice, exception);
        }
    }
}
