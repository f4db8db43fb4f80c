using StapFarm.Cli.Tests.Fakes;
using Xunit;

namespace StapFarm.Cli.Tests.CommandLine;

/// <summary>What can't be understood ends with exit code 2 and says what to write, before any farm is asked.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("--kernel RELEASE", "build", "x.stp")]
    [InlineData("-o FILE", "build", "--help")]
    [InlineData("stap has no option", "build", "--frobnicate", "x.stp", "--kernel", "k")]
    [InlineData("script must be given", "build", "--kernel", "k")]
    [InlineData("two kernels", "build", "-e", "x", "--kernel", "k", "-r", "other")]
    [InlineData("belongs to 'stapfarm run'", "build", "-e", "x", "--kernel", "k", "--on", "r")]
    [InlineData("--on all", "run", "-e", "x")]
    [InlineData("kernel of each runner", "run", "-e", "x", "--on", "r", "--kernel", "k")]
    [InlineData("a listing doesn't run", "run", "-l", "x", "--on", "r")]
    [InlineData("-F", "run", "-e", "x", "--on", "r", "-F")]
    [InlineData("-c and -x", "run", "-e", "x", "--on", "r", "-c", "cmd", "-x", "1")]
    [InlineData("isn't a farm's address", "farm", "status", "--farm", "ftp://x")]
    public async Task The_message_says_what_to_write(string expected, params string[] words)
    {
        var invocation = await Invocation.RunAsync(null, [.. words.Select(System.Text.Encoding.UTF8.GetBytes)]);

        Assert.Equal(words.Contains("--help") ? 0 : 2, invocation.ExitCode);
        Assert.Contains(expected, invocation.Output + invocation.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kernel")]
    [InlineData("kernel", "frobnicate")]
    [InlineData("kernel", "add")]
    [InlineData("frobnicate")]
    public async Task An_unknown_or_unfinished_command_is_a_usage_error(params string[] words) =>
        Assert.Equal(2, (await Invocation.RunAsync(null, [.. words.Select(System.Text.Encoding.UTF8.GetBytes)])).ExitCode);

    [Fact]
    public async Task A_farm_that_is_not_there_is_named_with_what_to_do()
    {
        var invocation = await Invocation.RunAsync("http://127.0.0.1:1", [.. new[] { "runners" }.Select(System.Text.Encoding.UTF8.GetBytes)]);

        Assert.Equal(1, invocation.ExitCode);
        Assert.Contains("http://127.0.0.1:1 can't be reached", invocation.Error, StringComparison.Ordinal);
        Assert.Contains("--farm", invocation.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_farm_may_be_named_before_the_command_and_within_it()
    {
        await using var farm = await FakeFarm.StartAsync();
        foreach (var words in new string[][]
        {
            ["--farm", farm.Address, "runners"],
            ["runners", "--farm", farm.Address],
            [$"--farm={farm.Address}", "explain", "-e", "x", "--kernel", "k"],
            ["explain", "-e", "x", "--kernel", "k", "--farm", farm.Address],
        })
        {
            Assert.Equal(0, (await Invocation.RunAsync("http://127.0.0.1:1", [.. words.Select(System.Text.Encoding.UTF8.GetBytes)])).ExitCode);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("--help")]
    [InlineData("build --help")]
    [InlineData("runners")]
    public async Task Words_that_nobody_reads_end_the_command_quietly(string words)
    {
        await using var farm = await FakeFarm.StartAsync();
        using var process = new CommandProcess(farm, $"stapfarm {words} 2>&1 >/dev/full");

        var (exitCode, output) = await process.EndAsync();
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
