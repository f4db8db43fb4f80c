using StapFarm.CompileServer.Watching;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Tests.Builds;

public sealed class NamedIdTests
{
    [Theory]
    [InlineData("hello.stp")]
    [InlineData("a name with spaces, dots... and ünï¢ode.stp", "lib", "/home/u/other lib")]
    [InlineData("")]
    public void An_id_keeps_the_names_of_its_user(string script, params string[] tapsets)
    {
        var id = NamedId.Parse(new NamedId("module-1a", new(script, tapsets)).ToString(), "test");

        Assert.Equal("module-1a", id.Id);
        Assert.Equal(script, id.Names.Script);
        Assert.Equal(tapsets, id.Names.Tapsets);
    }

    [Fact]
    public void Names_that_are_too_long_are_cut_not_refused()
    {
        var id = NamedId.Parse(new NamedId("module-1a", new("s.stp", [.. Enumerable.Repeat(new string('d', 100), 1000)])).ToString(), "test");

        Assert.Equal("s.stp", id.Names.Script);
        Assert.InRange(id.Names.Tapsets.Count, 10, 100);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.")]
    [InlineData("1.module/../x")]
    [InlineData("1.UPPER")]
    [InlineData("1.module-1a.!!!")]
    [InlineData("1.a.b.c")]
    public void What_is_no_id_isnt_found(string text) =>
        Assert.Equal(FailureCode.NotFound, Assert.Throws<FarmException>(() => NamedId.Parse(text, "test")).Failure.Code);
}
