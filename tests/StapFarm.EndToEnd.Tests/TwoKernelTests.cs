using System.Text.Json;
using StapFarm.EndToEnd.Tests.Farm;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>6.1 and 6.12 side by side, with two releases of stap of which one doesn't serve both.</summary>
[Trait("lane", "real")]
public sealed class TwoKernelTests(FarmWithTwoKernels lab) : IClassFixture<FarmWithTwoKernels>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private static readonly string[] Names = [FarmWithTwoKernels.Older, FarmWithTwoKernels.Newer];

    [Fact]
    public async Task One_run_on_both_kernels_builds_for_each_and_names_each_line()
    {
        await using var older = await lab.Targets[0].StartCommandAsync("ping -i 1 10.0.2.2");
        await using var newer = await lab.Targets[1].StartCommandAsync("ping -i 1 10.0.2.2");

        var ended = await lab.Farm.CliAsync("run", RunTests.Example("ip_output.stp"), "--on", "all", "2");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.All(Names, name => Assert.Matches($"(?m)^{name}: ping .*-> 10.0.2.2$", ended.Stdout));
        Assert.All(Names, name => Assert.Contains($"{name}: 2 packets\n", ended.Stdout, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tracepoint_script_counts_on_both_kernels()
    {
        const string busy = "while :; do /bin/busybox cat /proc/uptime >/dev/null; usleep 100000; done";
        await using var older = await lab.Targets[0].StartCommandAsync(busy);
        await using var newer = await lab.Targets[1].StartCommandAsync(busy);

        var ended = await lab.Farm.CliAsync("run", RunTests.Example("processes.stp"), "--on", "all");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.All(Names, name => Assert.Matches($@"(?m)^{name}: +\d+ busybox$", ended.Stdout));
    }

    [Fact]
    public async Task A_script_without_an_end_is_ended_on_both_kernels_by_one_ctrl_c()
    {
        using var run = lab.Farm.StartCli("run", RunTests.Example("heartbeat.stp"), "--on", "all");
        await run.WaitForAsync(cli => cli.Stdout, text => Names.All(name => text.Contains($"{name}: beat 2\n", StringComparison.Ordinal)), Limit);

        run.Signal("INT");
        var ended = await run.EndAsync(Limit);

        Assert.Equal(0, ended.ExitCode);
        Assert.All(Names, name => Assert.Contains($"{name}: stopped after ", ended.Stdout, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stap_5_1_builds_for_6_12_and_does_not_load_there_so_the_farm_takes_5_6_by_itself()
    {
        const string script = "probe begin { println(\"from 6.12\") exit() }";

        var tooOld = await lab.Farm.CliAsync("run", "-e", script, "--on", FarmWithTwoKernels.Newer, "--toolchain", "debian:trixie");
        var byItself = await lab.Farm.CliAsync("run", "-v", "-e", script, "--on", FarmWithTwoKernels.Newer);
        var qualified = await lab.Farm.CliAsync("toolchain", "qualify", "--on", FarmWithTwoKernels.Newer);
        var matrix = await MatrixAsync(SharedFarm.Kernel612);

        Assert.Equal(1, tooOld.ExitCode);
        Assert.Contains("Can't resolve", tooOld.Stderr, StringComparison.Ordinal);
        Assert.Contains("too old for this kernel", tooOld.Stderr, StringComparison.Ordinal);
        Assert.Equal((0, "from 6.12\n"), (byItself.ExitCode, byItself.Stdout));
        Assert.Contains("toolchain debian:sid", byItself.Stderr, StringComparison.Ordinal);
        Assert.True(qualified.ExitCode == 0, qualified.ToString());
        Assert.Matches("debian:trixie .* builds, but doesn't load", qualified.Stdout);
        Assert.Matches("debian:sid .* runs", qualified.Stdout);
        var bad = matrix["debian:trixie"];
        Assert.Equal("fails", bad.GetProperty("state").GetString());
        Assert.Equal(["fails", "builds"], bad.GetProperty("evidence").EnumerateArray().Select(evidence => evidence.GetProperty("state").GetString()));
        Assert.Contains("Can't resolve", bad.GetProperty("evidence")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
        var good = matrix["debian:sid"];
        Assert.Equal(("runs", true), (good.GetProperty("state").GetString(), good.GetProperty("promoted").GetBoolean()));
    }

    /// <summary>What the farm knows of a kernel's pairs, by toolchain.</summary>
    private async Task<Dictionary<string, JsonElement>> MatrixAsync(string kernel)
    {
        var printed = await lab.Farm.CliAsync("toolchain", "matrix", "--json");
        Assert.True(printed.ExitCode == 0, printed.ToString());
        return JsonDocument.Parse(printed.Stdout).RootElement.EnumerateArray()
            .Where(cell => cell.GetProperty("kernel").GetString() == kernel)
            .ToDictionary(cell => cell.GetProperty("toolchainName").GetString()!);
    }
}
