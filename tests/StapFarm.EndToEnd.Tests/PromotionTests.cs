using System.Text.Json;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>How a kernel gets its toolchain in a farm that has tried none.</summary>
[Trait("lane", "real")]
public sealed class PromotionTests
{
    [Fact]
    public async Task The_first_good_load_makes_a_toolchain_a_kernels_default_which_then_stays()
    {
        string[] run = ["run", "-v", "-e", "probe begin { println(\"from 6.1\") exit() }", "--on", "target"];
        using var farm = await RealFarm.StartUntriedAsync();
        await using var target = await FarmTarget.BootAsync(farm, "target", SharedFarm.Kernel61);

        var first = await farm.CliAsync([.. run, "--toolchain", "debian:trixie"]);
        var second = await farm.CliAsync(run);
        var matrix = await farm.CliAsync("toolchain", "matrix", "--json");

        Assert.Equal((0, "from 6.1\n"), (first.ExitCode, first.Stdout));
        Assert.Equal((0, "from 6.1\n"), (second.ExitCode, second.Stdout));
        Assert.Contains("toolchain debian:trixie", second.Stderr, StringComparison.Ordinal);
        var promoted = Assert.Single(
            JsonDocument.Parse(matrix.Stdout).RootElement.EnumerateArray(),
            cell => cell.GetProperty("kernel").GetString() == SharedFarm.Kernel61 && cell.GetProperty("promoted").GetBoolean());
        Assert.Equal(("debian:trixie", "runs"), (promoted.GetProperty("toolchainName").GetString(), promoted.GetProperty("state").GetString()));
    }
}
