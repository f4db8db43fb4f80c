using System.Globalization;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Signing.Tests.Owners;

/// <summary>A key that the farm made, as OpenSSL reads it.</summary>
public sealed class OwnerKeyShapeTests : IDisposable
{
    private readonly KeyFolder _folder = new();

    private readonly string _certificate;

    public OwnerKeyShapeTests() => _certificate = Path.Combine(_folder.Put(MadeKeys.OwnerKey), "signing_key.x509");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_name_is_the_one_by_which_clients_know_their_keys()
    {
        Assert.Equal("subject=O = Systemtap, CN = Systemtap module signing key\n", Ask("-subject"));
        Assert.Equal("issuer=O = Systemtap, CN = Systemtap module signing key\n", Ask("-issuer"));
        Assert.Matches("UTF8STRING +:Systemtap module signing key\n", Tool.Run("openssl", "asn1parse", "-inform", "DER", "-in", _certificate));
    }

    [Fact]
    public void Its_extensions_are_those_of_stap_serverds_keys()
    {
        var text = Ask("-text");

        Assert.Matches("Basic Constraints: critical\\s+CA:FALSE\\s", text);
        Assert.Matches("X509v3 Key Usage: *\n\\s+Digital Signature\\s", text);
        var identifier = Between(text, "X509v3 Subject Key Identifier:", "\n            X509v3");
        var authority = Between(text, "X509v3 Authority Key Identifier:", "\n    Signature");
        Assert.Equal(59, identifier.Length);
        Assert.Equal(identifier, authority.Replace("keyid:", "", StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_a_long_key_for_a_hundred_years()
    {
        var text = Ask("-text");

        Assert.Contains("Public-Key: (4096 bit)", text, StringComparison.Ordinal);
        Assert.Contains("Signature Algorithm: sha256WithRSAEncryption", text, StringComparison.Ordinal);
        var begin = Date("-startdate");
        Assert.Equal(MadeKeys.Now, begin);
        Assert.Equal(36500, (Date("-enddate") - begin).TotalDays);
    }

    [Fact]
    public void Its_fingerprints_are_those_that_openssl_prints()
    {
        var key = Assert.Single(_folder.OwnerKeys().List());

        Assert.Equal(Ask("-fingerprint", "-sha1").Split('=')[1].Trim(), key.Sha1, ignoreCase: true);
        Assert.Equal(Ask("-fingerprint", "-sha256").Split('=')[1].Trim(), key.Sha256, ignoreCase: true);
        Assert.Equal(key.Sha1.ToLowerInvariant(), key.Sha1);
    }

    private static string Between(string text, string before, string after)
    {
        var begin = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[begin..text.IndexOf(after, begin, StringComparison.Ordinal)].Trim();
    }

    private DateTimeOffset Date(string which) =>
        DateTimeOffset.Parse(Ask(which, "-dateopt", "iso_8601").Split('=')[1].Trim(), CultureInfo.InvariantCulture);

    private string Ask(params string[] what) => Tool.Run("openssl", ["x509", "-inform", "DER", "-in", _certificate, "-noout", .. what]);
}
