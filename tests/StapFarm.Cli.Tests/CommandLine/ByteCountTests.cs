using StapFarm.Cli.CommandLine;
using Xunit;

namespace StapFarm.Cli.Tests.CommandLine;

public sealed class ByteCountTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("65536", 65536)]
    [InlineData("100k", 100_000)]
    [InlineData("10M", 10_000_000)]
    [InlineData("2G", 2_000_000_000)]
    public void Bytes_are_written_with_or_without_a_unit(string text, long bytes) => Assert.Equal(bytes, ByteCount.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("k")]
    [InlineData("1.5M")]
    [InlineData("10 MB")]
    [InlineData("9223372036854775808")]
    [InlineData("9223372036854776k")]
    public void Anything_else_is_refused_with_what_can_be_given(string text)
    {
        var refusal = Assert.Throws<UsageException>(() => ByteCount.Parse(text));
        Assert.Contains($"'{text}'", refusal.Message, StringComparison.Ordinal);
    }
}
