using StapFarm.Model.Content;
using Xunit;

namespace StapFarm.Model.Tests.Content;

public sealed class DigestTests
{
    [Fact]
    public void Is_the_sha256_that_sha256sum_prints() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Digest.Of("abc"u8).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("ba7816bf")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("../16bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0")]
    public void Anything_but_64_lower_case_digits_is_refused(string text)
    {
        Assert.False(Digest.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Digest.Parse(text));
    }

    [Fact]
    public void One_that_was_never_set_cannot_be_written_down() =>
        Assert.Throws<InvalidOperationException>(() => default(Digest).ToString());
}
