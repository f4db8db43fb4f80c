using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients.Trusting;

/// <summary>stap's own way to trust a server, which believes whatever answers.</summary>
[Trait("lane", "real")]
public sealed class OwnTrustTests(FarmWithStapPort port) : IClassFixture<FarmWithStapPort>
{
    private static readonly string[] Parse = ["-p1", "-e", "probe begin { exit() }"];

    [Theory]
    [InlineData("4.8")]
    [InlineData("5.6")]
    public async Task Plain_trust_servers_serves_clients_of(string release)
    {
        using var client = StapClient.Of(release);
        var trusted = await client.StapAsync("--trust-servers=ssl,no-prompt", $"--use-server={port.Address}");

        Assert.True(trusted.ExitCode == 0, trusted.ToString());
        await IsServedAsync(client);
    }

    [Fact]
    public async Task With_5_1_it_says_nothing_of_its_failure_unless_nss_verifies_as_it_once_did()
    {
        using var client = StapClient.Of("5.1");
        var plain = await client.StapAsync("--trust-servers=ssl,no-prompt", $"--use-server={port.Address}");
        var refused = await AskAsync(client);

        Assert.Equal((0, 1), (plain.ExitCode, refused.ExitCode));
        Assert.Contains("Unable to connect to a server", refused.Stderr, StringComparison.Ordinal);

        await client.RunAsync("env", "NSS_DISABLE_PKIX_VERIFY=1", "stap", "--trust-servers=ssl,no-prompt", $"--use-server={port.Address}");

        await IsServedAsync(client);
    }

    [Theory]
    [InlineData("stap-authorize-cert")]
    [InlineData("certutil")]
    public async Task With_5_1_the_certificate_that_the_farm_hands_out_can_be_put_into_the_database_by(string tool)
    {
        using var client = StapClient.Of("5.1");
        using var http = new HttpClient();
        await File.WriteAllBytesAsync(Path.Combine(client.Folder, "farm.der"), await http.GetByteArrayAsync(new Uri($"{port.Farm.Url}/stap/certificate")));
        var database = $"{client.Folder}/.systemtap/ssl/client";
        Directory.CreateDirectory(database);
        if (tool == "certutil")
        {
            await client.RunAsync("certutil", "-N", "--empty-password", "-d", $"sql:{database}");
            await client.RunAsync("certutil", "-A", "-d", $"sql:{database}", "-n", "stap-server", "-t", "P,P,P", "-i", "farm.der");
        }
        else
        {
            // Its exit code is no use: up to 5.5 it is the wrong way round.
            await client.RunAsync("/usr/lib/systemtap/stap-authorize-cert", "farm.der", database);
        }

        await IsServedAsync(client);
    }

    private Task<ProgramResult> AskAsync(StapClient client) => client.StapAsync([$"--use-server={port.Address}", "-r", SharedFarm.Kernel61, .. Parse]);

    private async Task IsServedAsync(StapClient client)
    {
        var ended = await AskAsync(client);
        Assert.True(ended.ExitCode == 0, $"{client}: {ended}");
    }
}
