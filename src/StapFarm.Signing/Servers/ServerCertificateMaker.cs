using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StapFarm.Signing.Servers;

/// <summary>
/// Makes the certificates of a farm that stap's clients keep: the one that it shows to <c>stap --use-server</c>, and the one
/// that signs for staprun. Their shape is that of stap-serverd's own (systemtap's
/// <c>nsscommon.cxx</c>): clients keep every server under one name, so the subject must be the same to the byte, and newer
/// NSS takes no server whose certificate names an authority.
/// </summary>
internal static class ServerCertificateMaker
{
    private const int KeyBits = 4096;
    private const int Years = 10;
    private const string CommonName = "2.5.4.3";
    private const string OrganizationalUnit = "2.5.4.11";
    private const string NetscapeType = "2.16.840.1.113730.1.1";

    // SSL server, object signing, object signing authority.
    private static readonly byte[] NetscapeServer = [0x03, 0x02, 0x00, 0x51];

    /// <summary>The names that stap-serverd puts into its own.</summary>
    public static IReadOnlyList<string> OwnNames { get; } = [Environment.MachineName, $"{Environment.MachineName.Split('.')[0]}.local"];

    /// <returns>The private key and the certificate, in PEM form.</returns>
    public static string MakePem(IEnumerable<string> hosts, DateTimeOffset now)
    {
        using var key = RSA.Create(KeyBits);
        var name = new X500DistinguishedNameBuilder();
        // Written last part first.
        name.Add(CommonName, "Systemtap Compile Server", UniversalTagNumber.PrintableString);
        name.Add(OrganizationalUnit, "Systemtap", UniversalTagNumber.PrintableString);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509Extension(NetscapeType, NetscapeServer, critical: true));
        request.CertificateExtensions.Add(Names(hosts));
        using var certificate = request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), now.AddDays(-1), now.AddYears(Years), Serial());
        return $"{key.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}\n";
    }

    // A client that lists servers wants a name first, and stops at an address.
    private static X509Extension Names(IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts.Where(host => !IPAddress.TryParse(host, out _)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            names.AddDnsName(host);
        }

        return names.Build();
    }

    // Five octets, the first of them zero: a client takes a server's name that has five parts for a serial number.
    private static byte[] Serial()
    {
        var serial = new byte[5];
        RandomNumberGenerator.Fill(serial.AsSpan(1));
        serial[1] |= 0x80;
        return serial;
    }
}
