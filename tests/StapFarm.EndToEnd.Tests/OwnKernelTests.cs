using System.Text.Json;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>
/// A kernel that the farm has no source for: sent by its user, tried out from the beginning, and traced.
/// </summary>
[Trait("lane", "long")]
public sealed class OwnKernelTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_kernel_that_was_sent_from_a_folder_is_built_for_and_runs() => SendAndRunAsync(tree => ["--dir", tree]);

    [Fact]
    public Task A_kernel_that_was_sent_in_packages_as_of_Fedora_is_built_for_and_runs() =>
        SendAndRunAsync(tree => ["--rpm", .. new FedoraKernel(tree, SharedFarm.Kernel61, _folder.Path).Pack()]);

    private async Task SendAndRunAsync(Func<string, string[]> sending)
    {
        using var farm = await RealFarm.StartAsync($"--Farm:Folders:Kernels={_folder.File("kernels")}", $"--Farm:Folders:Prepared={_folder.File("prepared")}");
        Directory.Delete(Path.Combine(farm.DataRoot, "manifests", "kernel-tree"), recursive: true);
        var installed = Directory.GetDirectories(Path.Combine(SharedFarm.DataRoot, "kernels", "trees"))
            .Select(tree => Path.Combine(tree, "tree"))
            .First(tree => Directory.Exists(Path.Combine(tree, "lib/modules", SharedFarm.Kernel61)));

        await EndAsync(farm, ["kernel", "add", .. sending(installed)]);
        var kernel = JsonDocument.Parse((await EndAsync(farm, "kernel", "list", "--json")).Stdout).RootElement.EnumerateArray().Single();
        await using var target = await FarmTarget.BootAsync(farm, "own", SharedFarm.Kernel61);
        await using var reading = await target.StartCommandAsync("while :; do cat /proc/uptime; usleep 300000; done >/dev/null");
        var ran = await EndAsync(farm, "run", "-e", "probe kernel.function(\"vfs_read\") { printf(\"%s reads\\n\", execname()) exit() }", "--on", "own");

        Assert.Equal(SharedFarm.Kernel61, kernel.GetProperty("identity").GetProperty("release").GetString());
        Assert.Contains("sent", kernel.GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.EndsWith(" reads\n", ran.Stdout, StringComparison.Ordinal);
    }

    // Trying out a pair takes minutes.
    private static async Task<ProgramResult> EndAsync(RealFarm farm, params string[] arguments)
    {
        using var cli = farm.StartCli(arguments);
        var ended = await cli.EndAsync(Limit);
        Assert.True(ended.ExitCode == 0, ended.ToString());
        return ended;
    }
}
