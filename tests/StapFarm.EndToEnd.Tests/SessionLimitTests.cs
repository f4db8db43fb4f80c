using StapFarm.EndToEnd.Tests.Farm;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>A script that would go on for ever ends at the limits that its user gives.</summary>
[Collection(FarmWithTarget.Collection)]
[Trait("lane", "real")]
public sealed class SessionLimitTests(FarmWithTarget lab)
{
    [Fact]
    public async Task A_script_ends_at_its_time_limit_as_with_Ctrl_C()
    {
        var ended = await lab.Farm.CliAsync(
            "run", "-e", "probe begin { println(\"begun\") } probe end { println(\"last words\") }", "-m", "time_limit", "-T", "1.5", "--on", "target");

        Assert.Equal((0, "begun\nlast words\n"), (ended.ExitCode, ended.Stdout));
        Assert.DoesNotContain("time_limit", (await lab.Target.ExecAsync("cat /proc/modules")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_ends_at_its_limit_of_output_and_the_user_is_told()
    {
        const string line = "0123456789abcdef";

        var ended = await lab.Farm.CliAsync(
            "run", "-e", $"probe timer.ms(20) {{ println(\"{line}\") }} probe end {{ println(\"last words\") }}",
            "-m", "output_limit", "--output-limit", "1k", "--on", "target");

        Assert.Equal(0, ended.ExitCode);
        Assert.True(ended.Stdout.Length >= 1000, ended.ToString());
        Assert.EndsWith($"{line}\nlast words\n", ended.Stdout, StringComparison.Ordinal);
        Assert.Contains("target: ended at its limit of output", ended.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("output_limit", (await lab.Target.ExecAsync("cat /proc/modules")).Output, StringComparison.Ordinal);
    }
}
