using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StapFarm.Model.Failures;

namespace StapFarm.Cli.Trust;

/// <summary>A certificate that a host is to trust, as people compare it.</summary>
/// <param name="Der">In DER form.</param>
/// <param name="Fingerprint">Its SHA-256: lower-case hexadecimal digits.</param>
/// <param name="Serial">As <c>stap --list-servers</c> shows it: octets joined by colons.</param>
/// <param name="NotAfter">When every client has to be made to trust another one.</param>
internal sealed record FarmCertificate(byte[] Der, string Fingerprint, string Serial, DateTimeOffset NotAfter)
{
    public static FarmCertificate Of(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return new(
            der,
            Convert.ToHexStringLower(SHA256.HashData(der)),
            string.Join(':', certificate.SerialNumberBytes.ToArray().Select(octet => octet.ToString("x2", CultureInfo.InvariantCulture))),
            certificate.NotAfter.ToUniversalTime());
    }

    /// <summary>Those that a farm serves <c>stap --use-server</c> with, the one in use first; none when it doesn't.</summary>
    public static IReadOnlyList<FarmCertificate> OfServer(V1.StapServerResponse server) => [.. server.TlsCertificates.Select(one => Of(one.ToByteArray()))];

    /// <exception cref="FarmException"><c>NotAllowed</c> when none of those that the farm offers has this fingerprint.</exception>
    public static FarmCertificate Named(IReadOnlyList<FarmCertificate> offered, string fingerprint) =>
        offered.FirstOrDefault(one => one.Fingerprint == fingerprint)
        ?? throw new FarmException(
            FailureCode.NotAllowed,
            offered.Count == 0 ? "This farm doesn't serve stap --use-server." : $"The farm's certificate is another one: {string.Join(", ", offered.Select(one => one.Fingerprint))}.",
            "Ask who runs the farm for the fingerprint. When it isn't what the farm shows here, something stands between you and the farm.");

    /// <summary>Takes a fingerprint with or without colons, in either case.</summary>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when it is none.</exception>
    public static string ParseFingerprint(string text)
    {
        var digits = text.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
        return digits.Length == 64 && digits.All(char.IsAsciiHexDigit)
            ? digits
            : throw new FarmException(
                FailureCode.InvalidRequest,
                $"'{text}' isn't the SHA-256 of a certificate.",
                "It has 64 hexadecimal digits. Who runs the farm finds it in its log, and with 'stapfarm farm certificate' on its machine.");
    }
}
