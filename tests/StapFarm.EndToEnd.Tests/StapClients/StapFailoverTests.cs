using StapFarm.EndToEnd.Tests.Farm;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>What stap's own client does when the farm that it waits for dies.</summary>
[Trait("lane", "real")]
public sealed class StapFailoverTests : IAsyncLifetime
{
    private StapPortFarm _first = null!;
    private StapPortFarm _second = null!;

    public async Task InitializeAsync()
    {
        var farms = await Task.WhenAll(StapPortFarm.StartAsync(), StapPortFarm.StartAsync());
        (_first, _second) = (farms[0], farms[1]);
    }

    public Task DisposeAsync()
    {
        _first?.Dispose();
        _second?.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_client_of_any_release_whose_farm_is_killed_in_the_middle_of_a_build_gets_its_module_from_the_next()
    {
        var clients = StapClient.Releases.Select(StapClient.Of).ToList();
        try
        {
            string[] servers = [$"--use-server={await _first.AddressAsync()}", $"--use-server={await _second.AddressAsync()}"];
            foreach (var client in clients)
            {
                await TrustAsync(client, _first);
                await TrustAsync(client, _second);
            }

            // One script each, and each takes seconds to build.
            var asked = clients.Select(client => client.StapAsync(
                [.. servers, "-r", SharedFarm.Kernel61, "-p4", "-m", "failover", "-e", $"probe kernel.function(\"*@net/core/dev.c\") {{ println(\"{client.Release}\") }}"])).ToList();
            while (Processes.InSandboxes(_first.Farm, "stap").Count == 0)
            {
                Assert.DoesNotContain(asked, one => one.IsCompleted);
            }

            await _first.Farm.CrashAndRestartAsync();
            var ended = await Task.WhenAll(asked);

            Assert.All(ended, one => Assert.True(one.ExitCode == 0, one.ToString()));
            Assert.All(clients, client => Assert.True(File.Exists(Path.Combine(client.Folder, "failover.ko")), client.Release));
            Assert.All(clients, client => Assert.Contains($"for stap {client.Release}\n", _second.Farm.Log, StringComparison.Ordinal));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    private static async Task TrustAsync(StapClient client, StapPortFarm farm)
    {
        var trusted = await farm.TrustAsync(client, await farm.FingerprintsAsync());
        Assert.True(trusted.ExitCode == 0, trusted.ToString());
    }
}
