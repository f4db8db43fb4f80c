using StapFarm.EndToEnd.Tests.Farm;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>Targets that aren't like the shared one.</summary>
[Trait("lane", "real")]
public sealed class TargetTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_target_that_goes_away_during_a_run_ends_it_with_that_reason()
    {
        using var farm = await RealFarm.StartAsync("--Farm:Runners:Lease=00:00:05");
        await using var target = await FarmWithTarget.BootAsync(farm, "doomed");
        using var run = farm.StartCli("run", "-e", "probe begin { println(\"begun\") }", "--on", "doomed");
        await run.WaitForAsync(cli => cli.Stdout, text => text.Contains("begun", StringComparison.Ordinal), Limit);

        target.PowerOff();
        var ended = await run.EndAsync(Limit);

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("doomed", ended.Stderr, StringComparison.Ordinal);
        Assert.Contains("no sign of life", ended.Stderr, StringComparison.Ordinal);
        Assert.Contains("begun", ended.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_with_a_read_only_root_runs_scripts_too()
    {
        using var farm = await RealFarm.StartAsync();
        await using var target = await FarmWithTarget.BootAsync(farm, "readonly", readOnlyRoot: true);

        var ended = await farm.CliAsync("run", "-e", "probe begin { println(\"hello\") exit() }", "--on", "readonly");

        Assert.Equal((0, "hello\n"), (ended.ExitCode, ended.Stdout));
    }
}
