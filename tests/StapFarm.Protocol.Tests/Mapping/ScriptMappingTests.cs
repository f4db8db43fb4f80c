using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;
using Xunit;

namespace StapFarm.Protocol.Tests.Mapping;

public sealed class ScriptMappingTests
{
    private static readonly byte[] NotUtf8 = [0xFF, 0x00, 0x80];

    [Fact]
    public void Bytes_that_are_not_UTF8_travel_unchanged()
    {
        var source = new ScriptSource(NotUtf8, "x.stp", [NotUtf8], [new StapOption("-D", NotUtf8)], [new TapsetDirectory("lib", [new TapsetFile("a/b.stp", NotUtf8)])]);

        var back = source.ToProto().ToModel();

        Assert.Equal(NotUtf8, back.Script!.Value.ToArray());
        Assert.Equal(NotUtf8, Assert.Single(back.Arguments).ToArray());
        Assert.Equal(NotUtf8, Assert.Single(back.Options).Value!.Value.ToArray());
        var directory = Assert.Single(back.Tapsets);
        Assert.Equal("lib", directory.DisplayName);
        Assert.Equal(("a/b.stp", Convert.ToHexString(NotUtf8)), (directory.Files[0].Path, Convert.ToHexString(directory.Files[0].Content.Span)));
    }

    [Fact]
    public void A_listing_without_a_script_and_an_option_without_a_value_stay_without()
    {
        var back = new ScriptSource(null, "<input>", [], [new StapOption("-g")], []).ToProto().ToModel();

        Assert.Null(back.Script);
        Assert.Null(Assert.Single(back.Options).Value);
    }

    [Fact]
    public void An_empty_script_and_an_empty_value_stay_empty_and_there()
    {
        var back = new ScriptSource(ReadOnlyMemory<byte>.Empty, "<input>", [], [new StapOption("-D", ReadOnlyMemory<byte>.Empty)], []).ToProto().ToModel();

        Assert.Equal(0, back.Script?.Length);
        Assert.Equal(0, Assert.Single(back.Options).Value?.Length);
    }

    [Fact]
    public void A_request_without_a_script_source_is_refused() =>
        Assert.Equal(FailureCode.InvalidRequest, Assert.Throws<FarmException>(() => default(V1.ScriptSource).ToModel()).Failure.Code);
}
