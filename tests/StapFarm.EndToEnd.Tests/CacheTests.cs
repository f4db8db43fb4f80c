using StapFarm.EndToEnd.Tests.Farm;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>The same request again is answered from the store, by whomever and wherever it is made.</summary>
[Collection(FarmWithTarget.Collection)]
[Trait("lane", "real")]
public sealed class CacheTests(FarmWithTarget lab)
{
    [Fact]
    public async Task An_identical_request_is_answered_without_a_worker_from_any_folder()
    {
        const string script = "probe begin { println(\"cached\") exit() }";
        using var here = new ScratchFolder();
        using var there = new ScratchFolder();
        var built = await BuildAsync(here, "build", "-e", script, "--kernel", FarmWithTarget.Kernel, "-m", "cached");
        Assert.True(built.ExitCode == 0, built.ToString());

        foreach (var worker in lab.Farm.WorkerProcesses())
        {
            Signal(worker, "STOP");
        }

        try
        {
            var hit = await BuildAsync(there, "build", "-e", script, "--kernel", FarmWithTarget.Kernel, "-m", "cached");

            Assert.True(hit.ExitCode == 0, hit.ToString());
            Assert.Equal(await File.ReadAllBytesAsync(here.File("cached.ko")), await File.ReadAllBytesAsync(there.File("cached.ko")));
        }
        finally
        {
            foreach (var worker in lab.Farm.WorkerProcesses())
            {
                Signal(worker, "CONT");
            }
        }
    }

    [Fact]
    public async Task A_listing_is_cached_like_a_module()
    {
        string[] listing = ["build", "-L", "kernel.function(\"ip_output\")", "--kernel", FarmWithTarget.Kernel, "-v"];

        var first = await lab.Farm.CliAsync(listing);
        var second = await lab.Farm.CliAsync(listing);

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Contains("$skb:struct sk_buff*", first.Stdout, StringComparison.Ordinal);
        Assert.Equal(first.Stdout, second.Stdout);
        Assert.Contains("cache", second.Stderr, StringComparison.Ordinal);
    }

    private async Task<ProgramResult> BuildAsync(ScratchFolder folder, params string[] arguments)
    {
        using var cli = lab.Farm.StartCliIn(folder.Path, arguments);
        return await cli.EndAsync(TimeSpan.FromMinutes(5));
    }

    private static void Signal(int process, string name)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{name}", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
