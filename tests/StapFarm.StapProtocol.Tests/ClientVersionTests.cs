using Xunit;

namespace StapFarm.StapProtocol.Tests;

public sealed class ClientVersionTests
{
    [Theory]
    [InlineData("4.8", 4, 8)]
    [InlineData("5.1", 5, 1)]
    [InlineData("5.10.2", 5, 10)]
    [InlineData("5.3/0.192", 5, 3)]
    [InlineData("5", 5, 0)]
    public void A_release_is_read(string text, int major, int minor)
    {
        Assert.True(ClientVersion.TryParse(text, out var version));
        Assert.Equal(new ClientVersion(major, minor), version);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("x5")]
    [InlineData("-1")]
    [InlineData("99999999999.1")]
    [InlineData("5.99999999999")]
    public void What_is_no_release_is_not(string text) => Assert.False(ClientVersion.TryParse(text, out _));

    [Fact]
    public void Releases_are_compared_by_their_numbers()
    {
        Assert.True(new ClientVersion(5, 10) > new ClientVersion(5, 9));
        Assert.True(new ClientVersion(4, 9) < new ClientVersion(5, 0));
        Assert.Equal("5.10", new ClientVersion(5, 10).ToString());
    }

    [Theory]
    [InlineData(4, 8, 4, 9, true)]
    [InlineData(4, 8, 5, 0, false)]
    [InlineData(5, 6, 4, 9, false)]
    [InlineData(5, 1, 5, 6, true)]
    public void A_staprun_runs_modules_of_its_own_side_of_5_0(int major, int minor, int byMajor, int byMinor, bool runs) =>
        Assert.Equal(runs, new ClientVersion(major, minor).Runs(new(byMajor, byMinor)));
}
