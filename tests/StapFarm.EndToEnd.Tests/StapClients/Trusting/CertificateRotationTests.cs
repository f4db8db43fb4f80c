using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients.Trusting;

/// <summary>The farm's certificate is replaced under real clients.</summary>
[Trait("lane", "real")]
public sealed class CertificateRotationTests : IAsyncLifetime
{
    private StapPortFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await StapPortFarm.StartAsync();

    public Task DisposeAsync()
    {
        _farm.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Hosts_that_trust_both_are_served_throughout_and_others_until_the_next_is_activated()
    {
        var old = (await _farm.FingerprintsAsync())[0];
        var prepared = StapClient.Releases.Select(StapClient.Of).ToList();
        using var late = StapClient.Of("5.1");
        try
        {
            StapClient[] all = [.. prepared, late];
            foreach (var client in all)
            {
                await DemandAsync(_farm.TrustAsync(client, old));
            }

            await _farm.StepAsync("rotate");
            var fingerprints = await _farm.FingerprintsAsync();
            Assert.Equal(old, fingerprints[0]);
            var next = Assert.Single(fingerprints.Skip(1));
            await AreServedAsync(all);

            // The next one alone, both again: what is trusted already stays.
            await DemandAsync(_farm.TrustAsync(prepared[0], next));
            foreach (var client in prepared.Skip(1))
            {
                await DemandAsync(_farm.TrustAsync(client, old, next));
            }

            var forged = await _farm.TrustAsync(late, old, new string('0', 64));
            Assert.NotEqual(0, forged.ExitCode);
            await AreServedAsync(all);

            await _farm.StepAsync("activate");
            Assert.Equal([next, old], await _farm.FingerprintsAsync());
            await AreServedAsync(prepared);
            await IsNotServedAsync(late);

            await _farm.Farm.CrashAndRestartAsync();
            Assert.Equal([next, old], await _farm.FingerprintsAsync());
            await AreServedAsync(prepared);
            await DemandAsync(_farm.TrustAsync(late, next));
            await AreServedAsync([late]);

            await _farm.StepAsync("retire");
            Assert.Equal([next], await _farm.FingerprintsAsync());
            await AreServedAsync(all);
            using var stranger = StapClient.Of("5.1");
            var retired = await _farm.TrustAsync(stranger, old);
            Assert.Contains("another one", retired.Stderr, StringComparison.Ordinal);
        }
        finally
        {
            prepared.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_host_with_one_of_two_fingerprints_is_told_that_there_is_another_but_not_which()
    {
        await _farm.StepAsync("rotate");
        var fingerprints = await _farm.FingerprintsAsync();
        using var client = StapClient.Of("5.1");
        var trusted = await _farm.TrustAsync(client, fingerprints[0]);

        Assert.True(trusted.ExitCode == 0, trusted.ToString());
        Assert.Contains("ask who runs it for the other fingerprint", trusted.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain(fingerprints[1], trusted.Stdout + trusted.Stderr, StringComparison.Ordinal);
    }

    private static async Task DemandAsync(Task<ProgramResult> running)
    {
        var ended = await running;
        Assert.True(ended.ExitCode == 0, ended.ToString());
    }

    private async Task AreServedAsync(IEnumerable<StapClient> clients)
    {
        foreach (var client in clients)
        {
            var ended = await AskAsync(client);
            Assert.True(ended.ExitCode == 0, $"{client}: {ended}");
            Assert.Contains("probe begin", ended.Stdout, StringComparison.Ordinal);
        }
    }

    private async Task IsNotServedAsync(StapClient client)
    {
        var ended = await AskAsync(client);
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Unable to connect to a server", ended.Stderr, StringComparison.Ordinal);
    }

    private async Task<ProgramResult> AskAsync(StapClient client) =>
        await client.StapAsync($"--use-server={await _farm.AddressAsync()}", "-r", SharedFarm.Kernel61, "-p1", "-e", "probe begin { exit() }");
}
