using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients.Discovery;

/// <summary>Unmodified clients of three releases find the farm over mDNS.</summary>
[Trait("lane", "real")]
public sealed class StapDiscoveryTests : IAsyncLifetime
{
    private const string Hello = "probe begin { println(\"hello\") exit() }";

    /// <summary>Each asks a real client, which takes more than half a second.</summary>
    private const int Tries = 120;

    private LocalAvahi _avahi = null!;

    public async Task InitializeAsync() => _avahi = await LocalAvahi.StartAsync();

    public Task DisposeAsync()
    {
        _avahi.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Clients_list_the_farm_trust_it_by_its_serial_number_and_use_it_without_naming_it()
    {
        using var farm = await StapPortFarm.StartAsync("--Farm:StapPort:Announce=always");
        var (port, serial) = (await farm.PortAsync(), (await farm.SerialsAsync())[0]);
        foreach (var release in StapClient.Releases)
        {
            using var client = StapClient.Of(release);
            var listed = await UntilAsync(client, "online", servers => Of(servers, serial).Length > 0);

            Assert.Equal([new ListedServer(port, "x86_64", Of(listed, serial)[0].Version, serial)], Of(listed, serial));
            Assert.Empty(Of(await ListAsync(client, "online,trusted"), serial));

            // 5.1 with this NSS can't trust any server otherwise.
            await client.RunAsync("env", "NSS_DISABLE_PKIX_VERIFY=1", "stap", "--trust-servers=ssl,no-prompt", $"--use-server={serial}");

            Assert.Single(Of(await ListAsync(client, "online,trusted,compatible"), serial));
            var built = await client.StapAsync("--use-server", "-r", SharedFarm.Kernel61, "-p4", "-m", "found", "-e", Hello);
            Assert.True(built.ExitCode == 0, $"{client}: {built}");
            Assert.Equal("found.ko\n", built.Stdout);
        }
    }

    [Fact]
    public async Task A_farm_that_fetches_no_kernels_is_compatible_with_hosts_of_those_it_has()
    {
        using var farm = await StapPortFarm.StartAsync("--Farm:StapPort:Announce=always", "--Farm:StapPort:FetchKernels=false");
        var serial = (await farm.SerialsAsync())[0];
        using var client = StapClient.Of("5.6");
        string[] kernels = [$"{SharedFarm.Kernel61} x86_64", $"{SharedFarm.Kernel612} x86_64"];

        var listed = await UntilAsync(client, "online", servers => kernels.All(kernel => Of(servers, serial).Any(server => server.System == kernel)));
        var compatible = Of(await ListAsync(client, "online,compatible", "-r", SharedFarm.Kernel612), serial);

        Assert.Single(Of(listed, serial).Select(server => server.Port).Distinct());
        Assert.Equal([kernels[1]], compatible.Select(server => server.System));
        Assert.Empty(Of(await ListAsync(client, "online,compatible", "-r", "9.9.9-none"), serial));
    }

    [Fact]
    public async Task Announcements_follow_the_certificate_and_survive_avahi_and_none_outlives_the_farm()
    {
        using var client = StapClient.Of("5.6");
        _avahi.EndDaemon();
        using var farm = await StapPortFarm.StartAsync("--Farm:StapPort:Announce=always");
        var first = (await farm.SerialsAsync())[0];
        await _avahi.StartDaemonAsync();
        await UntilAsync(client, "online", servers => Of(servers, first).Length == 1);
        Assert.Single(farm.Farm.Log.Split('\n'), line => line.Contains("doesn't show this farm", StringComparison.Ordinal));

        await farm.StepAsync("rotate");
        await farm.StepAsync("activate");
        var second = (await farm.SerialsAsync())[0];
        await UntilAsync(client, "online", servers => Of(servers, second).Length == 1 && Of(servers, first).Length == 0);

        _avahi.EndDaemon();
        await _avahi.StartDaemonAsync();
        await UntilAsync(client, "online", servers => Of(servers, second).Length == 1);

        var before = await farm.PortAsync();
        await farm.Farm.CrashAndRestartAsync();
        var after = await farm.PortAsync();
        var left = await UntilAsync(client, "online", servers => Of(servers, second).Any(server => server.Port == after));
        Assert.DoesNotContain(before, left.Select(server => server.Port));
        Assert.Single(Of(left, second));
    }

    // The prepared farm may have kernels of other machines too, which are announced one by one.
    private static ListedServer[] Of(IEnumerable<ListedServer> servers, string serial) =>
        [.. servers.Where(server => server.Serial == serial && server.System.EndsWith("x86_64", StringComparison.Ordinal))];

    // stap lists servers among its messages.
    private static async Task<IReadOnlyList<ListedServer>> ListAsync(StapClient client, string which, params string[] arguments) =>
        ListedServer.Read((await client.StapAsync([$"--list-servers={which}", .. arguments])).Stderr);

    /// <summary>Announcing takes Avahi some seconds, and the farm looks every 15 whether it has to.</summary>
    private static async Task<IReadOnlyList<ListedServer>> UntilAsync(StapClient client, string which, Predicate<IReadOnlyList<ListedServer>> condition)
    {
        IReadOnlyList<ListedServer> listed = [];
        for (var tries = 0; tries < Tries; tries++)
        {
            listed = await ListAsync(client, which);
            if (condition(listed))
            {
                return listed;
            }
        }

        throw new TimeoutException($"Listed last: {string.Join(", ", listed)}");
    }
}
