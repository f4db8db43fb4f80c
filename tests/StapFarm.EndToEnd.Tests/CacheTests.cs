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
    public async Task An_identical_request_is_answered_without_a_worker_from_any_folder_user_and_time()
    {
        using var here = new ScratchFolder();
        using var there = new ScratchFolder();
        foreach (var folder in (ScratchFolder[])[here, there])
        {
            await File.WriteAllTextAsync(folder.File("cached.stp"), "probe begin { println(\"cached\") exit() }");
        }

        string[] request = ["build", "cached.stp", "--kernel", FarmWithTarget.Kernel, "-m", "cached"];
        var built = await BuildAsync(here, request);
        Assert.True(built.ExitCode == 0, built.ToString());

        foreach (var worker in lab.Farm.WorkerProcesses())
        {
            Processes.Signal(worker, "STOP");
        }

        try
        {
            File.SetLastWriteTimeUtc(there.File("cached.stp"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            var hit = await BuildAsNobodyAsync(there, request);

            Assert.True(hit.ExitCode == 0, hit.ToString());
            Assert.Equal(await File.ReadAllBytesAsync(here.File("cached.ko")), await File.ReadAllBytesAsync(there.File("cached.ko")));
        }
        finally
        {
            foreach (var worker in lab.Farm.WorkerProcesses())
            {
                Processes.Signal(worker, "CONT");
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

    private async Task<ProgramResult> BuildAsNobodyAsync(ScratchFolder folder, params string[] arguments)
    {
        const int nobody = 65534;
        var cli = folder.File("stapfarm");
        File.Copy(Binaries.Cli, cli);
        await Processes.RunAsync("chown", "-R", $"{nobody}:{nobody}", folder.Path);
        using var process = new RealProcess(
            "setpriv",
            [$"--reuid={nobody}", $"--regid={nobody}", "--clear-groups", cli, .. arguments],
            new Dictionary<string, string> { ["STAPFARM_URL"] = lab.Farm.Url, ["HOME"] = "/nonexistent", ["LC_ALL"] = "de_DE.UTF-8", ["TZ"] = "Asia/Tokyo" },
            folder.Path);
        return await process.EndAsync(TimeSpan.FromMinutes(1));
    }
}
