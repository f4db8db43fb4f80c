using System.Text.RegularExpressions;
using StapFarm.EndToEnd.Tests.Farm;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>The farm says what a request's key is made of, and why it isn't answered from the cache.</summary>
[Collection(FarmWithTarget.Collection)]
[Trait("lane", "real")]
public sealed partial class ExplainTests(FarmWithTarget lab)
{
    private const string Script = "probe begin { printf(\"%d %d\\n\", $1, explained()) exit() }";
    private const string Tapset = "function explained:long() { return 1 }";

    [Fact]
    public async Task Each_changed_byte_is_named_by_the_part_of_the_request_that_it_is_in()
    {
        using var folder = new ScratchFolder();
        var script = folder.File("explained.stp");
        var tapset = Path.Combine(Directory.CreateDirectory(folder.File("tapset")).FullName, "explained.stp");
        await File.WriteAllTextAsync(script, Script);
        await File.WriteAllTextAsync(tapset, Tapset);
        var built = await lab.Farm.CliAsync(Request("build", "17", "-DMAXERRORS=7"));
        Assert.True(built.ExitCode == 0, built.ToString());

        var same = await ExplainAsync("17", "-DMAXERRORS=7");
        var argument = await ExplainAsync("18", "-DMAXERRORS=7");
        var option = await ExplainAsync("17", "-DMAXERRORS=8");
        var more = await ExplainAsync("17", "-DMAXERRORS=7", "-t");
        await File.WriteAllTextAsync(tapset, Tapset + " ");
        var tapsetFile = await ExplainAsync("17", "-DMAXERRORS=7");
        await File.WriteAllTextAsync(tapset, Tapset);
        await File.WriteAllTextAsync(script, Script + "\n");
        var text = await ExplainAsync("17", "-DMAXERRORS=7");

        Assert.Contains("cached      yes", same, StringComparison.Ordinal);
        Assert.Equal(
            ["pipeline epoch", "architecture", "toolchain", "kernel tree", "script", "argument 1", "option -D", "tapset 0", "tapset 0 explained.stp"],
            Fields().Matches(same[same.IndexOf("FIELD", StringComparison.Ordinal)..]).Select(match => match.Groups["name"].Value.TrimEnd()));
        Assert.Equal(["argument 1"], Differing(argument));
        Assert.Equal(["option -D"], Differing(option));
        Assert.Equal(["option -t"], Differing(more));
        Assert.Equal(["tapset 0 explained.stp"], Differing(tapsetFile));
        Assert.Equal(["script"], Differing(text));

        async Task<string> ExplainAsync(params string[] changed)
        {
            var explained = await lab.Farm.CliAsync(Request("explain", changed));
            Assert.True(explained.ExitCode == 0, explained.ToString());
            return explained.Stdout;
        }

        string[] Request(string command, params string[] rest) =>
            [command, script, "-I", Path.GetDirectoryName(tapset)!, "--kernel", FarmWithTarget.Kernel, .. rest[1..], rest[0]];
    }

    private static string[] Differing(string explained)
    {
        Assert.Contains("cached      no", explained, StringComparison.Ordinal);
        return Nearest().Match(explained).Groups["fields"].Value.Split(", ");
    }

    [GeneratedRegex("^(?<name>[a-z].*?) [0-9a-f]{64}( |$)", RegexOptions.Multiline)]
    private static partial Regex Fields();

    [GeneratedRegex("^nearest cached module [0-9a-f]{64} differs in: (?<fields>.*)$", RegexOptions.Multiline)]
    private static partial Regex Nearest();
}
