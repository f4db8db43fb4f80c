using System.Text.Json;
using StapFarm.Lab.Exec;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>A kernel that loads signed modules only (<c>module.sig_enforce=1</c>), with the farm's key in its firmware.</summary>
[Trait("lane", "real")]
public sealed class SecureHostTests(FarmWithSecureHost farm) : IClassFixture<FarmWithSecureHost>
{
    private const string Hello = "-e 'probe begin { println(\"hello\") exit() }'";

    [Fact]
    public void A_host_without_a_key_in_common_is_given_the_certificate_to_enrol() =>
        Assert.Matches("(?s)^1: .*# sudo mokutil --import signing_key.x509", farm.Refusal);

    [Theory]
    [InlineData("5.1")]
    [InlineData("5.6")]
    public async Task Its_client_gets_modules_that_its_kernel_loads(string release)
    {
        var ran = await farm.StapAsync(release, StapHost.Root, Hello);

        Assert.True(ran.ExitCode == 0, Said(ran));
        Assert.Equal("hello\n", ran.Output);
        Assert.Contains("Module signed with MOK, fingerprint", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_of_the_group_stapusr_gets_both_signatures()
    {
        var ran = await farm.StapAsync("5.1", StapHost.User, $"--privilege=stapusr {Hello}");

        Assert.True(ran.ExitCode == 0, Said(ran));
        Assert.Equal("hello\n", ran.Output);
    }

    [Fact]
    public async Task Its_kernel_refuses_a_module_without_the_signature_and_an_altered_one()
    {
        var built = await farm.StapAsync("5.1", StapHost.Root, $"-p4 -m signed {Hello}");
        Assert.True(built.ExitCode == 0, Said(built));

        var signed = await Staprun("signed.ko");
        // Without the last byte the kernel sees no signature; a later byte of the module changes what was signed.
        var unsigned = await Staprun("signed.ko", "truncate -s -1 signed.ko");
        var altered = await Staprun("altered.ko", "printf x | dd of=altered.ko bs=1 seek=$(($(stat -c %s altered.ko) / 2)) conv=notrunc");

        Assert.Equal((0, "hello\n"), (signed.ExitCode, signed.Output));
        Assert.All([unsigned, altered], refused => Assert.Equal((1, ""), (refused.ExitCode, refused.Output)));
        Assert.Contains("Key was rejected by service", unsigned.Error, StringComparison.Ordinal);

        Task<ExecResult> Staprun(string module, string change = "true") => farm.Host.RunAsync(
            "5.1", StapHost.Root, $"mkdir -p changed && cp signed.ko changed/{module} && cd changed && {{ {change}; }} 2>/dev/null && staprun ./{module}");
    }

    [Fact]
    public async Task Its_kernel_loads_what_stapfarm_had_signed_with_a_key_that_mokutil_lists()
    {
        var listed = await farm.Host.RunAsync("5.1", StapHost.Root, "mokutil --list-enrolled | sed -n 's/^SHA1 Fingerprint: //p'");
        var file = Path.Combine(farm.Farm.DataRoot, "by_stapfarm.ko");
        (await farm.Farm.CliAsync("build", "-m", "by_stapfarm", "-e", "probe begin { println(\"hello\") exit() }", "--kernel", SharedFarm.Kernel61, "-o", file)).EnsureSuccess();
        var key = JsonDocument.Parse((await farm.Farm.CliAsync("modules", "list", "--json")).EnsureSuccess().Stdout).RootElement.EnumerateArray()
            .Single(module => module.GetProperty("name").GetString() == "by_stapfarm").GetProperty("moduleKey").GetString()!;

        (await farm.Farm.CliAsync("modules", "sign", key, "--enrolled", listed.Output.Trim(), "-o", file)).EnsureSuccess();
        await farm.Host.PutAsync("5.1", file);
        var ran = await farm.Host.RunAsync("5.1", StapHost.Root, "staprun ./by_stapfarm.ko");

        Assert.True(ran.ExitCode == 0, Said(ran));
        Assert.Equal("hello\n", ran.Output);
    }

    private static string Said(ExecResult result) => $"{result.ExitCode}: {result.Output}{result.Error}";
}
