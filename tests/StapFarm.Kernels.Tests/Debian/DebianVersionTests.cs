using CsCheck;
using StapFarm.Kernels.Debian;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Debian;

public sealed class DebianVersionTests
{
    [Theory]
    [InlineData("6.1.192-2", "6.1.176-1")]
    [InlineData("6.12.117-1", "6.12.117-1~deb12u1")]
    [InlineData("6.1.0-56", "6.1.0-9")]
    [InlineData("6.12.117+deb13", "6.12.117+deb12")]
    [InlineData("6.12.90+deb13.1", "6.12.90+deb13")]
    [InlineData("6.12.100", "6.12.99+deb13")]
    [InlineData("1:0", "9")]
    public void Newer_sorts_above_older(string newer, string older)
    {
        Assert.True(new DebianVersion(newer) > new DebianVersion(older));
        Assert.True(new DebianVersion(older) < new DebianVersion(newer));
    }

    [Fact]
    public void The_order_is_dpkgs()
    {
        var version = Gen.String[Gen.Char["019aZ.+~-"], 1, 8].Select(text => "1" + text.TrimEnd('-') + "0");
        Gen.Select(version, version).Sample(
            (left, right) =>
            {
                var order = new DebianVersion(left).CompareTo(new DebianVersion(right));
                Tool.Run("dpkg", "--compare-versions", left, order < 0 ? "lt" : order > 0 ? "gt" : "eq", right);
            },
            iter: 150,
            threads: 1);
    }
}
