using System.Text.Json;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Tests.Fakes;
using Xunit;

namespace StapFarm.Cli.Tests.Care;

public sealed class CollectCommandTests : IAsyncLifetime
{
    private FakeFarm _farm = null!;

    public async Task InitializeAsync()
    {
        _farm = await FakeFarm.StartAsync();
        _farm.Care.Report = new V1.CollectReport
        {
            Modules = { new V1.CollectedModule { ModuleKey = Samples.Key, ModuleName = "stap_x", Size = 2000, LastUsedUnixMs = 1_700_000_000_000 } },
            Blobs = { new V1.CollectedBlobs { MediaType = "module", Count = 1, Bytes = 2000 }, new V1.CollectedBlobs { MediaType = "request", Count = 2, Bytes = 500 } },
            ModulesLeft = 5,
            ModuleBytesLeft = 10_000_000,
            BlobBytesLeft = 3_000_000_000,
            InUse = 1,
            Recent = 2,
            GraceMs = 3_600_000,
            Excess = 4000,
        };
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task What_went_and_what_had_to_stay_is_said()
    {
        var invocation = await Invocation.RunAsync(_farm, "modules", "gc", "--older-than", "7d", "--keep", "10M");

        Assert.Equal(0, invocation.ExitCode);
        Assert.Equal((604_800_000, 10_000_000, false), (_farm.Care.Collections[0].OlderThanMs, _farm.Care.Collections[0].KeepBytes, _farm.Care.Collections[0].DryRun));
        Assert.Contains("abababababab  stap_x  2.0 kB  2023-11-14 22:13:20Z\n", invocation.Output, StringComparison.Ordinal);
        Assert.Contains("removed 1 module and 3 blobs, 2.5 kB; left 5 modules with 10.0 MB, 3.0 GB stored in all\n", invocation.Output, StringComparison.Ordinal);
        Assert.Contains("1 module that a session runs", invocation.Output, StringComparison.Ordinal);
        Assert.Contains("2 modules used within the last 1 h (Farm:Storage:Grace)", invocation.Output, StringComparison.Ordinal);
        Assert.Contains("4.0 kB more than was to be kept", invocation.Output, StringComparison.Ordinal);
        Assert.Contains("removed 1 of 2 blobs", invocation.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_bounds_none_are_sent_and_a_dry_run_says_what_would_be()
    {
        var invocation = await Invocation.RunAsync(_farm, "modules", "gc", "--dry-run");

        var sent = Assert.Single(_farm.Care.Collections);
        Assert.Equal((false, false, true), (sent.HasOlderThanMs, sent.HasKeepBytes, sent.DryRun));
        Assert.Contains("would remove 1 module", invocation.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_an_amount_to_keep()
    {
        await Invocation.RunAsync(_farm, "modules", "gc", "--keep", "0", "--older-than", "0s");

        var sent = Assert.Single(_farm.Care.Collections);
        Assert.Equal((true, 0, true, 0), (sent.HasKeepBytes, sent.KeepBytes, sent.HasOlderThanMs, sent.OlderThanMs));
    }

    [Fact]
    public async Task The_same_is_there_for_programs()
    {
        var invocation = await Invocation.RunAsync(_farm, "modules", "gc", "--json");

        using var json = JsonDocument.Parse(invocation.Output);
        Assert.Equal(Samples.Key, json.RootElement.GetProperty("modules")[0].GetProperty("moduleKey").GetString());
        Assert.Equal(500, json.RootElement.GetProperty("blobs")[1].GetProperty("bytes").GetInt64());
        Assert.Equal(4000, json.RootElement.GetProperty("excessBytes").GetInt64());
    }

    [Theory]
    [InlineData("--older-than", "week")]
    [InlineData("--older-than", "7")]
    [InlineData("--older-than", "-1d")]
    [InlineData("--older-than", "99999999d")]
    [InlineData("--keep", "much")]
    public async Task Anything_else_is_refused_before_the_farm_is_asked(params string[] words)
    {
        var invocation = await Invocation.RunAsync(_farm, ["modules", "gc", .. words]);

        Assert.Equal(2, invocation.ExitCode);
        Assert.Contains($"'{words[1]}'", invocation.Error, StringComparison.Ordinal);
        Assert.Empty(_farm.Care.Collections);
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("12h", 43_200)]
    [InlineData("7d", 604_800)]
    public void Times_are_written_with_their_unit(string text, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text));
}
