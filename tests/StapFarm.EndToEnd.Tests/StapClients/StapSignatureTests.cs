using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>Modules that ordinary users may load.</summary>
[Trait("lane", "real")]
public sealed class StapSignatureTests(FarmWithStapPort port) : IClassFixture<FarmWithStapPort>
{
    private const string Hello = "probe begin { println(\"hello\") exit() }";

    [Theory]
    [InlineData("--privilege=stapusr")]
    [InlineData("--privilege=stapsys")]
    [InlineData("--unprivileged")]
    public async Task A_module_for_ordinary_users_is_signed_by_the_farms_signer(string option)
    {
        // -m isn't allowed with these.
        var ended = await port.AskAsync("5.1", option, "-p4", "-e", Hello);
        Assert.True(ended.ExitCode == 0, ended.ToString());
        var module = Path.Combine(port.Client("5.1").Folder, ended.Stdout.Trim());
        var shown = await port.Farm.CliAsync("farm", "certificate", "--signer-der", module + ".der");

        Assert.True(shown.ExitCode == 0, shown.ToString());
        Tool.Run("openssl", "x509", "-inform", "DER", "-in", module + ".der", "-pubkey", "-noout", "-out", module + ".pem");
        Assert.Equal("Verified OK\n", Tool.Run("openssl", "dgst", "-sha256", "-verify", module + ".pem", "-signature", module + ".sgn", module));
    }

    [Fact]
    public async Task A_module_that_may_do_anything_is_not_signed()
    {
        var ended = await port.AskAsync("5.1", "-p4", "-m", "mighty", "-e", Hello);

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.False(File.Exists(Path.Combine(port.Client("5.1").Folder, "mighty.ko.sgn")));
    }

    [Fact]
    public async Task An_option_in_the_script_is_no_option()
    {
        var ended = await port.AskAsync("5.1", "-p4", "-m", "text", "-e", "probe begin { println(\"--privilege=stapusr\") exit() }", "--", "--privilege=stapusr");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.True(File.Exists(Path.Combine(port.Client("5.1").Folder, "text.ko")));
        Assert.False(File.Exists(Path.Combine(port.Client("5.1").Folder, "text.ko.sgn")));
    }
}
