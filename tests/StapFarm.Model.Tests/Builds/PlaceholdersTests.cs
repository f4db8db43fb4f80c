using System.Text;
using StapFarm.Model.Builds;
using Xunit;

namespace StapFarm.Model.Tests.Builds;

public sealed class PlaceholdersTests
{
    [Theory]
    [InlineData("at \u0001S\u0001:1:7", "at my script.stp:1:7")]
    [InlineData("\u0001T0\u0001/a.stp and \u0001T1\u0001/b.stp", "./lib/a.stp and /opt/b.stp")]
    [InlineData("a \u0001\u0001 of stap's own", "a \u0001 of stap's own")]
    [InlineData("no placeholder", "no placeholder")]
    [InlineData("", "")]
    public void Each_user_sees_his_own_names(string stored, string shown) =>
        Assert.Equal(shown, Fill(stored));

    [Theory]
    [InlineData("cut \u0001S", "cut \u0001S")]
    [InlineData("unknown \u0001T9\u0001 stays readable", "unknown T9 stays readable")]
    public void What_is_none_passes_through(string stored, string shown) =>
        Assert.Equal(shown, Fill(stored));

    private static string Fill(string stored) =>
        Encoding.UTF8.GetString(Placeholders.Fill(Encoding.UTF8.GetBytes(stored), "my script.stp", ["./lib", "/opt"]));
}
