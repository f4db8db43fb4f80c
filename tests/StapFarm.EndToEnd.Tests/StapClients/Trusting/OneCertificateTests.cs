using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients.Trusting;

/// <summary>The stock flow, in which stap's own command is all that a host needs.</summary>
[Trait("lane", "real")]
public sealed class OneCertificateTests(FarmWithOneCertificate one) : IClassFixture<FarmWithOneCertificate>
{
    [Theory]
    [InlineData("4.8")]
    [InlineData("5.1")]
    [InlineData("5.6")]
    public async Task After_trust_servers_signer_the_hosts_database_verifies_what_the_farm_signs(string release)
    {
        using var host = SignerHost.Of(release);
        var address = await one.Farm.AddressAsync();
        await host.RunAsync("env", "NSS_DISABLE_PKIX_VERIFY=1", "stap", "--trust-servers=ssl,signer,no-prompt", $"--use-server={address}");
        var built = await host.RunAsync("stap", $"--use-server={address}", "-r", SharedFarm.Kernel61, "--privilege=stapusr", "-p4", "-e", "probe begin { exit() }");

        Assert.True(built.ExitCode == 0, built.ToString());
        var module = Path.Combine(host.Folder, built.Stdout.Trim());
        var trusted = Tool.Run("certutil", "-L", "-d", $"sql:{host.Signers}", "-n", "stap-server", "-a");
        await File.WriteAllTextAsync(module + ".pem", trusted);
        Tool.Run("openssl", "x509", "-in", module + ".pem", "-pubkey", "-noout", "-out", module + ".key");
        Assert.Equal("Verified OK\n", Tool.Run("openssl", "dgst", "-sha256", "-verify", module + ".key", "-signature", module + ".sgn", module));
    }
}
