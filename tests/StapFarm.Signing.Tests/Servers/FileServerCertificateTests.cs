using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;
using StapFarm.Signing.Servers;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Signing.Tests.Servers;

/// <summary>What stap's clients keep is compared byte by byte, so the certificate is too.</summary>
public sealed class FileServerCertificateTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string NetscapeType = "2.16.840.1.113730.1.1";
    private const string AlternativeNames = "2.5.29.17";

    // OU=Systemtap (PrintableString), then CN=Systemtap Compile Server (PrintableString).
    private const string Name =
        "3037" +
        "31123010" + "0603" + "55040B" + "1309" + "53797374656D746170" +
        "3121301F" + "0603" + "550403" + "1318" + "53797374656D74617020436F6D70696C6520536572766572";

    private readonly ScratchFolder _scratch = new();

    private string Certificate => _scratch.File("keys/stap-server.pem");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Subject_and_issuer_are_stap_serverds_to_the_byte()
    {
        using var certificate = Open(Put(MadeKeys.ServerCertificate));

        Assert.Equal(Name, Convert.ToHexString(certificate.SubjectName.RawData));
        Assert.Equal(Name, Convert.ToHexString(certificate.IssuerName.RawData));
    }

    [Fact]
    public void The_serial_number_has_the_five_octets_by_which_clients_tell_it_from_a_host()
    {
        using var certificate = Open(Put(MadeKeys.ServerCertificate));

        var serial = certificate.SerialNumberBytes.ToArray();
        Assert.Equal(5, serial.Length);
        Assert.Equal(0, serial[0]);
        Assert.True(certificate.RawData.AsSpan().IndexOf((byte[])[2, 5, .. serial]) > 0);
        Assert.Equal($"serial={Convert.ToHexString(serial[1..])}\n", Tool.Run("openssl", "x509", "-in", Certificate, "-noout", "-serial"));
    }

    [Fact]
    public void The_only_extensions_are_what_it_is_for_and_its_names()
    {
        using var certificate = Open(Put(MadeKeys.ServerCertificate));

        Assert.Equal([NetscapeType, AlternativeNames], certificate.Extensions.Select(extension => extension.Oid!.Value));
        Assert.Equal("03020051", Convert.ToHexString(certificate.Extensions[0].RawData));
        Assert.True(certificate.Extensions[0].Critical);
    }

    [Fact]
    public void Openssl_reads_it_as_what_it_is_meant_to_be()
    {
        Put(MadeKeys.ServerCertificate);

        var text = Tool.Run("openssl", "x509", "-in", Certificate, "-noout", "-text");

        Assert.Contains("Version: 3", text, StringComparison.Ordinal);
        Assert.Contains("Public-Key: (4096 bit)", text, StringComparison.Ordinal);
        Assert.Contains("Exponent: 65537", text, StringComparison.Ordinal);
        Assert.Contains("Signature Algorithm: sha256WithRSAEncryption", text, StringComparison.Ordinal);
        Assert.Matches("Netscape Cert Type: critical\\s+SSL Server, Object Signing, Object Signing CA\\s", text);
        Assert.DoesNotContain("Basic Constraints", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Key Usage", text, StringComparison.Ordinal);
        Assert.Contains("OK", Tool.Run("openssl", "verify", "-check_ss_sig", "-CAfile", Certificate, "-no_check_time", "-partial_chain", Certificate), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_name_is_a_dns_name_also_when_only_addresses_are_configured()
    {
        using var certificate = Open(Put(MadeKeys.ServerCertificate));

        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();

        Assert.Equal(Environment.MachineName, names.EnumerateDnsNames().First());
        Assert.Empty(names.EnumerateIPAddresses());
    }

    [Fact]
    public async Task Processes_that_start_at_once_have_one_with_the_configured_name_first_and_for_its_owner_only()
    {
        var serials = await AtOnce.RunAsync(4, () =>
        {
            using var certificate = Open(create: true, "192.0.2.7", "farm.example");
            return certificate.SerialNumber;
        });

        Assert.Single(serials.Distinct());
        Assert.Equal([Certificate], Directory.EnumerateFiles(Path.GetDirectoryName(Certificate)!));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Certificate));
        using var opened = Open(create: false);
        Assert.Equal(serials[0], opened.SerialNumber);
        Assert.Equal("farm.example", opened.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames().First());
    }

    [Fact]
    public void A_missing_one_that_may_not_be_made_is_an_error_with_the_files_name()
    {
        var failure = Assert.Throws<FarmException>(() => Open(create: false)).Failure;

        Assert.Equal(FailureCode.NotFound, failure.Code);
        Assert.Contains(Certificate, failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Certificate));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void One_that_others_may_read_or_change_is_refused_with_its_mode(UnixFileMode extra)
    {
        File.SetUnixFileMode(Put(MadeKeys.ServerCertificate), OwnerOnly | extra);

        var failure = Assert.Throws<FarmException>(() => Open(create: true)).Failure;

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains($"mode {Convert.ToString((int)(OwnerOnly | extra), 8)}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_rsa_key_with_its_certificate_is_refused_with_the_files_name_and_left_alone()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var elliptic = new CertificateRequest("CN=x", curve, HashAlgorithmName.SHA256).CreateSelfSigned(MadeKeys.Now, MadeKeys.Now.AddYears(1));
        string[] wrong =
        [
            "",
            "not a certificate",
            $"{curve.ExportPkcs8PrivateKeyPem()}\n{elliptic.ExportCertificatePem()}\n",
            Part(MadeKeys.ServerCertificate, "PRIVATE KEY"),
            Part(MadeKeys.ServerCertificate, "CERTIFICATE"),
            Part(MadeKeys.StaprunSigner, "PRIVATE KEY") + Part(MadeKeys.ServerCertificate, "CERTIFICATE"),
        ];
        foreach (var text in wrong)
        {
            Put(text);

            var failure = Assert.Throws<FarmException>(() => Open(create: true)).Failure;

            Assert.Equal(FailureCode.InvalidRequest, failure.Code);
            Assert.Contains(Certificate, failure.Message, StringComparison.Ordinal);
            Assert.Equal(text, File.ReadAllText(Certificate));
        }
    }

    private static string Part(string pem, string label)
    {
        var begin = pem.IndexOf($"-----BEGIN {label}", StringComparison.Ordinal);
        var end = $"-----END {label}-----\n";
        return pem[begin..(pem.IndexOf(end, StringComparison.Ordinal) + end.Length)];
    }

    private string Put(string pem)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Certificate)!);
        File.WriteAllText(Certificate, pem);
        File.SetUnixFileMode(Certificate, OwnerOnly);
        return Certificate;
    }

    private X509Certificate2 Open(string path)
    {
        Assert.Equal(Certificate, path);
        return Open(create: false);
    }

    private X509Certificate2 Open(bool create, params string[] hosts)
    {
        var options = new ServerCertificateOptions { Certificate = Certificate, CreateMissing = create };
        foreach (var host in hosts)
        {
            options.Hosts.Add(host);
        }

        return new FileServerCertificate(Options.Create(options), MadeKeys.Time, NullLogger<FileServerCertificate>.Instance).Open();
    }
}
