using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>A kernel that the farm gets because a client asked for it.</summary>
[Trait("lane", "long")]
public sealed class StapFetchTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_client_that_asks_for_a_kernel_of_the_archive_is_told_that_it_is_fetched_and_later_gets_its_module()
    {
        using var farm = await StapPortFarm.StartAsync(
            $"--Farm:Folders:Kernels={_folder.File("kernels")}", $"--Farm:Folders:Prepared={_folder.File("prepared")}", "--Farm:StapPort:FetchWait=00:00:01");
        Directory.Delete(Path.Combine(farm.Farm.DataRoot, "manifests", "kernel-tree"), recursive: true);
        using var client = StapClient.Of("5.1");
        await farm.TrustAsync(client, await farm.FingerprintsAsync());
        string[] asking = [$"--use-server={await farm.AddressAsync()}", "-r", SharedFarm.Kernel61, "-p4", "-m", "fetched", "-e", "probe begin { exit() }"];

        var told = await client.StapAsync(asking);
        // The same fetch, which this waits for.
        var added = await farm.Farm.CliAsync("kernel", "add", SharedFarm.Kernel61);
        var built = await client.StapAsync(asking);

        Assert.Equal(1, told.ExitCode);
        Assert.Contains($"Server: The kernel {SharedFarm.Kernel61} is being fetched.\nServer: Ask again", told.Stderr, StringComparison.Ordinal);
        Assert.True(added.ExitCode == 0, added.ToString());
        Assert.True(built.ExitCode == 0, built.ToString());
        Assert.Equal("fetched.ko\n", built.Stdout);
    }
}
