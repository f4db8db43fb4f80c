using System.Text;
using CsCheck;
using StapFarm.Model.Builds;
using StapFarm.Translation.Stap;
using StapFarm.Translation.Tests.Keys;
using Xunit;

namespace StapFarm.Translation.Tests.Stap;

public sealed class PathPlaceholdersTests
{
    [Theory]
    [InlineData("at /stapfarm/script.stp:1:7", "at s.stp:1:7")]
    [InlineData("/stapfarm/tapset/0/x.stp and /stapfarm/tapset/1", "lib/x.stp and other")]
    [InlineData("/stapfarm/tapset/10/x", "10th/x")]
    [InlineData("/stapfarm/tapset/", "/stapfarm/tapset/")]
    [InlineData("/stapfarm/work/x", "/stapfarm/work/x")]
    public void Paths_of_the_sandbox_become_the_users_names(string said, string shown) =>
        Assert.Equal(shown, Shown(Encoding.UTF8.GetBytes(said)));

    [Fact]
    public void Everything_else_stays_byte_for_byte_also_the_marks_themselves() =>
        Gen.OneOf(Requests.One((byte)1, (byte)'S', (byte)'T', (byte)'0'), Gen.Byte).Array[0, 20].Sample(bytes =>
            Placeholders.Fill(PathPlaceholders.Store(bytes), "s", ["t"]).SequenceEqual(bytes));

    private static string Shown(byte[] said) => Encoding.UTF8.GetString(
        Placeholders.Fill(PathPlaceholders.Store(said), "s.stp", ["lib", "other", "2", "3", "4", "5", "6", "7", "8", "9", "10th"]));
}
