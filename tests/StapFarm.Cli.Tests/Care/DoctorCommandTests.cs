using System.Text.Json;
using StapFarm.Cli.Tests.Fakes;
using Xunit;

namespace StapFarm.Cli.Tests.Care;

public sealed class DoctorCommandTests : IAsyncLifetime
{
    private static readonly V1.Finding Damaged = new() { Store = "blobs", Subject = "abcd", What = "has other content", Advice = "Look at the disk.", Repairable = true };

    private FakeFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await FakeFarm.StartAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task A_clean_farm_ends_with_0()
    {
        var invocation = await Invocation.RunAsync(_farm, "doctor", "--quick");

        Assert.Equal((0, "looked at blobs, kernels\neverything is as it should be\n"), (invocation.ExitCode, invocation.Output));
        Assert.Contains("hashing blobs: 1 of 2 MB, 300 MB/s 50 %", invocation.Error, StringComparison.Ordinal);
        Assert.Equal(new V1.ExamineRequest { Quick = true }, Assert.Single(_farm.Care.Examinations));
    }

    [Fact]
    public async Task What_was_found_and_left_ends_with_1_and_says_what_repairs_it()
    {
        _farm.Care.Findings.Add(Damaged);

        var invocation = await Invocation.RunAsync(_farm, "doctor");

        Assert.Equal(1, invocation.ExitCode);
        Assert.Contains("blobs: abcd has other content\n  can be repaired: stapfarm doctor --repair\n  Look at the disk.\n", invocation.Output, StringComparison.Ordinal);
        Assert.Contains("1 found, 0 repaired, 1 left; 1 can be repaired", invocation.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_repaired_ends_with_0_and_says_how()
    {
        _farm.Care.Findings.Add(new V1.Finding(Damaged) { Repaired = true, Outcome = "removed it" });

        var invocation = await Invocation.RunAsync(_farm, "doctor", "--repair");

        Assert.Equal(0, invocation.ExitCode);
        Assert.Contains("blobs: abcd has other content\n  removed it\n", invocation.Output, StringComparison.Ordinal);
        Assert.Contains("1 found, 1 repaired, 0 left\n", invocation.Output, StringComparison.Ordinal);
        Assert.True(_farm.Care.Examinations[0].Repair);
    }

    [Fact]
    public async Task The_same_is_there_for_programs()
    {
        _farm.Care.Findings.Add(Damaged);

        var invocation = await Invocation.RunAsync(_farm, "doctor", "--json");

        Assert.Equal(1, invocation.ExitCode);
        using var json = JsonDocument.Parse(invocation.Output);
        Assert.Equal("abcd", json.RootElement.GetProperty("findings")[0].GetProperty("subject").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("left").GetInt64());
        Assert.Equal("kernels", json.RootElement.GetProperty("stores")[1].GetString());
    }
}
