using System.Text.Json;
using StapFarm.Cli.Tests.Fakes;
using Xunit;

namespace StapFarm.Cli.Tests.Builds;

public sealed class ExplainCommandTests : IAsyncLifetime
{
    private FakeFarm _farm = null!;

    public async Task InitializeAsync()
    {
        _farm = await FakeFarm.StartAsync();
        _farm.Builds.Explanation = new V1.ExplainBuildResponse
        {
            ModuleKey = Samples.Key,
            Toolchain = "debian:trixie",
            ToolchainReason = "promoted",
            NearestModuleKey = "ef01",
            Fields = { new V1.KeyField { Name = "script", Digest = "11" }, new V1.KeyField { Name = "option -D", Digest = "22" } },
            Differing = { "option -D" },
        };
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task A_miss_shows_the_fields_and_which_differ_from_the_nearest()
    {
        var invocation = await Invocation.RunAsync(_farm, "explain", "-e", "x", "--kernel", "6.1");

        Assert.Equal(0, invocation.ExitCode);
        Assert.Contains(Samples.Key, invocation.Output, StringComparison.Ordinal);
        Assert.Contains("option -D  22      differs", invocation.Output, StringComparison.Ordinal);
        Assert.Contains("nearest cached module ef01 differs in: option -D", invocation.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_it_is_one_object()
    {
        var invocation = await Invocation.RunAsync(_farm, "explain", "-e", "x", "--kernel", "6.1", "--json");

        using var json = JsonDocument.Parse(invocation.Output);
        Assert.Equal("option -D", json.RootElement.GetProperty("differing")[0].GetString());
        Assert.False(json.RootElement.GetProperty("cached").GetBoolean());
    }
}
