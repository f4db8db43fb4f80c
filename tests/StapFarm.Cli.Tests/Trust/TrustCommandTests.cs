using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using StapFarm.Cli.Tests.Fakes;
using StapFarm.Cli.Trust;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Cli.Tests.Trust;

public sealed class TrustCommandTests : IAsyncLifetime
{
    private static readonly byte[] Der = MakeCertificate();
    private static readonly byte[] SignerDer = MakeCertificate();
    private static readonly string Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Der));
    private FakeFarm _farm = null!;

    public async Task InitializeAsync()
    {
        _farm = await FakeFarm.StartAsync();
        _farm.Lists.StapServer = new() { Address = "127.0.0.1:7078", TlsCertificates = { ByteString.CopyFrom(Der) }, SignerCertificate = ByteString.CopyFrom(SignerDer) };
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task The_certificate_is_shown_as_people_compare_it()
    {
        var shown = await Invocation.RunAsync(_farm, "farm", "certificate");

        Assert.Equal(0, shown.ExitCode);
        Assert.Matches($@"^address +127\.0\.0\.1:7078\nSHA-256 +{Fingerprint}\nserial +00:80:01:02:03\nvalid until +2036-01-01\nsigner SHA-256 +{Convert.ToHexStringLower(SHA256.HashData(SignerDer))}\n", shown.Output);
    }

    [Fact]
    public async Task Without_apply_the_commands_are_printed_and_nothing_is_done()
    {
        var printed = await Invocation.RunAsync(_farm, "trust", "--fingerprint", Fingerprint.ToUpperInvariant());

        Assert.True(printed.ExitCode == 0, printed.Error);
        Assert.Contains($"echo '{Fingerprint}  stapfarm.der' | sha256sum --check\n", printed.Output, StringComparison.Ordinal);
        Assert.Contains("/ssl/client", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signer_is_another_certificate_in_another_database()
    {
        var printed = await Invocation.RunAsync(_farm, "trust", "--signer", "--fingerprint", Convert.ToHexStringLower(SHA256.HashData(SignerDer)));
        var refused = await Invocation.RunAsync(_farm, "trust", "--signer", "--fingerprint", Fingerprint);

        Assert.Contains("stapfarm farm certificate --signer-der stapfarm.der\n", printed.Output, StringComparison.Ordinal);
        Assert.Contains("touch /etc/systemtap/staprun/cert8.db ", printed.Output, StringComparison.Ordinal);
        Assert.Contains("chmod 700 /etc/systemtap/staprun\n", printed.Output, StringComparison.Ordinal);
        Assert.Contains("ln -s / sql:\n", printed.Output, StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);
    }

    [Fact]
    public async Task Another_fingerprint_is_refused_with_the_one_that_the_farm_shows()
    {
        var refused = await Invocation.RunAsync(_farm, "trust", "--fingerprint", new string('a', 64), "--apply");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(Fingerprint, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_one_takes_the_others_place_each_is_trusted_by_its_own_fingerprint()
    {
        var other = Convert.ToHexStringLower(SHA256.HashData(SignerDer));
        _farm.Lists.StapServer.TlsCertificates.Add(ByteString.CopyFrom(SignerDer));
        _farm.Lists.StapServer.TlsStates.AddRange([V1.StapCertificateState.InUse, V1.StapCertificateState.Next]);
        var one = await Invocation.RunAsync(_farm, "trust", "--fingerprint", Fingerprint);
        var both = await Invocation.RunAsync(_farm, "trust", "--fingerprint", Fingerprint, "--fingerprint", other);
        var wrong = await Invocation.RunAsync(_farm, "trust", "--fingerprint", Fingerprint, "--fingerprint", new string('a', 64));
        var shown = await Invocation.RunAsync(_farm, "farm", "certificate");

        Assert.Contains("ask who runs it for the other fingerprint", one.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(other, one.Output + one.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("other fingerprint", both.Output, StringComparison.Ordinal);
        Assert.Contains($"stapfarm farm certificate --fingerprint {other} --der stapfarm.der\necho '{other}  stapfarm.der' | sha256sum --check\n", both.Output, StringComparison.Ordinal);
        Assert.Equal((1, ""), (wrong.ExitCode, wrong.Output));
        Assert.Matches($"state +in use\nSHA-256 +{Fingerprint}\n(.*\n)*state +next.*\nSHA-256 +{other}\n", shown.Output);
    }

    [Theory]
    [InlineData("rotate", V1.StapCertificateStep.MakeNext)]
    [InlineData("activate", V1.StapCertificateStep.Activate)]
    [InlineData("retire", V1.StapCertificateStep.Retire)]
    public async Task Each_step_of_a_rotation_is_a_command_that_shows_what_there_is_then(string command, V1.StapCertificateStep step)
    {
        var ended = await Invocation.RunAsync(_farm, "farm", "certificate", command);

        Assert.Equal([step], _farm.Lists.StapServerSteps);
        Assert.Contains(Fingerprint, ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_with_a_fingerprint_is_the_one_that_is_written()
    {
        using var folder = new ScratchFolder();
        _farm.Lists.StapServer.TlsCertificates.Add(ByteString.CopyFrom(SignerDer));
        await Invocation.RunAsync(_farm, "farm", "certificate", "--der", folder.File("first"));
        await Invocation.RunAsync(_farm, "farm", "certificate", "--fingerprint", Convert.ToHexString(SHA256.HashData(SignerDer)), "--der", folder.File("second"));
        var none = await Invocation.RunAsync(_farm, "farm", "certificate", "--fingerprint", new string('a', 64), "--der", folder.File("third"));

        Assert.Equal(Der, await File.ReadAllBytesAsync(folder.File("first")));
        Assert.Equal(SignerDer, await File.ReadAllBytesAsync(folder.File("second")));
        Assert.Equal((1, false), (none.ExitCode, File.Exists(folder.File("third"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12:34")]
    [InlineData("zz")]
    public async Task What_is_no_fingerprint_is_refused(string text) =>
        Assert.Contains("64 hexadecimal digits", (await Invocation.RunAsync(_farm, "trust", "--fingerprint", text)).Error, StringComparison.Ordinal);

    [Fact]
    public async Task A_farm_without_the_port_says_so()
    {
        _farm.Lists.StapServer = new();

        Assert.Contains("doesn't serve stap --use-server", (await Invocation.RunAsync(_farm, "farm", "certificate")).Error, StringComparison.Ordinal);
        Assert.Contains("doesn't serve stap --use-server", (await Invocation.RunAsync(_farm, "trust", "--fingerprint", Fingerprint)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_store_is_where_the_client_looks()
    {
        Assert.Equal("/home/u/.systemtap/ssl/client", TrustStore.Find(false, name => name == "HOME" ? "/home/u" : null).Folder);
        Assert.Equal("/x/ssl/client", TrustStore.Find(false, name => name == "SYSTEMTAP_DIR" ? "/x" : "/home/u").Folder);
        Assert.Equal("/etc/systemtap/ssl/client", TrustStore.Find(true, _ => null).Folder);
    }

    [Fact]
    public void A_database_is_made_once()
    {
        using var folder = new ScratchFolder();
        var store = new TrustStore(folder.Path);
        var certutil = new TrustTool("/usr/bin/certutil", IsCertutil: true);

        Assert.Equal(["-N", "-A"], certutil.Commands(store, "c.der", store.Exists).Select(command => command[1]));
        File.WriteAllText(folder.File("cert9.db"), "");
        Assert.Equal(["-A"], certutil.Commands(store, "c.der", store.Exists).Select(command => command[1]));
        store.Prepare();
        Assert.Equal(["cert8.db", "cert9.db", "key3.db", "secmod.db"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        Assert.Equal(["/x/stap-authorize-cert", "c.der", folder.Path], new TrustTool("/x/stap-authorize-cert", IsCertutil: false).Commands(store, "c.der", store.Exists).Single());
    }

    private static byte[] MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=farm", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), DateTimeOffset.Parse("2026-01-01Z", null), DateTimeOffset.Parse("2036-01-01Z", null), [0, 0x80, 1, 2, 3]);
        return certificate.RawData;
    }
}
