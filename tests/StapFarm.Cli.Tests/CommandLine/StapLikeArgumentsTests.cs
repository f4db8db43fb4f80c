using System.Text;
using StapFarm.Cli.CommandLine;
using Xunit;

namespace StapFarm.Cli.Tests.CommandLine;

public sealed class StapLikeArgumentsTests
{
    [Fact]
    public void Our_options_may_stand_anywhere_among_staps()
    {
        var arguments = Split("-v", "--kernel", "6.1", "script.stp", "--toolchain=debian:sid", "-g", "--farm", "http://x:1", "argument");

        Assert.Equal(("6.1", "debian:sid", "http://x:1"), (arguments.Kernel, arguments.Toolchain, arguments.Farm));
        Assert.Equal(["-v", "script.stp", "-g", "argument"], Words(arguments));
    }

    [Fact]
    public void What_follows_two_dashes_is_the_scripts()
    {
        var arguments = Split("script.stp", "--", "--kernel", "x", "--help");

        Assert.Null(arguments.Kernel);
        Assert.False(arguments.Help);
        Assert.Equal(["script.stp", "--", "--kernel", "x", "--help"], Words(arguments));
    }

    [Theory]
    [InlineData("-e", "--kernel")]
    [InlineData("-c", "--on")]
    [InlineData("-ve", "--help")]
    [InlineData("--compatible", "--json")]
    public void The_value_of_a_stap_option_is_never_taken_for_an_option_of_ours(string option, string value)
    {
        var arguments = Split(option, value, "--kernel", "6.1");

        Assert.Equal("6.1", arguments.Kernel);
        Assert.False(arguments.Help || arguments.Json);
        Assert.Equal([option, value], Words(arguments));
    }

    [Fact]
    public void A_joined_value_does_not_take_the_next_word() =>
        Assert.Equal("6.1", Split("-DMAXACTION=1", "--kernel", "6.1").Kernel);

    [Theory]
    [InlineData("--kernel")]
    [InlineData("--kernel=")]
    public void An_option_of_ours_without_its_value_is_refused_by_name(params string[] words) =>
        Assert.Contains("--kernel", Assert.Throws<UsageException>(() => Split(words)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_option_of_ours_given_twice_is_refused() =>
        Assert.Throws<UsageException>(() => Split("--on", "a", "--on", "b"));

    [Fact]
    public void Bytes_that_are_not_utf8_are_kept()
    {
        var arguments = StapLikeArguments.Split([new byte[] { (byte)'-', (byte)'e' }, new byte[] { 0xFF, 0xFE }]);

        Assert.Equal("FFFE", Convert.ToHexString(arguments.Stap[1].Span));
    }

    private static StapLikeArguments Split(params string[] words) =>
        StapLikeArguments.Split([.. words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))]);

    private static IEnumerable<string> Words(StapLikeArguments arguments) => arguments.Stap.Select(word => Encoding.UTF8.GetString(word.Span));
}
