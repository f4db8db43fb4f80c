using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.StapProtocol.Requests;
using StapFarm.Testing.StapRequests;
using Xunit;

namespace StapFarm.StapProtocol.Tests.Requests;

public sealed class SourceReaderTests
{
    [Fact]
    public void A_script_file_comes_with_the_request_and_keeps_its_name()
    {
        var source = Source(ArchiveBuilder.Request("script/home/u/a b.stp", "-p4", "--", "17", "-v").Add("script/home/u/a b.stp", "probe begin {}"));

        Assert.Equal(("probe begin {}", "script/home/u/a b.stp"), (Text(source.Script!.Value), source.DisplayName));
        Assert.Equal(["17", "-v"], source.Arguments.Select(Text));
        Assert.Equal(["-p"], source.Options.Select(option => option.Name));
    }

    [Fact]
    public void A_script_of_standard_input_is_a_file_too() =>
        Assert.Equal("script/-", Source(ArchiveBuilder.Request("script/-").Add("script/-", "probe begin {}")).DisplayName);

    [Theory]
    [InlineData("script/home/u/gone.stp")]
    [InlineData("/etc/passwd")]
    [InlineData("version")]
    [InlineData("script/../version")]
    [InlineData("-")]
    public void A_script_that_did_not_come_along_is_missing_wherever_it_lies(string name)
    {
        var failure = Assert.Throws<FarmException>(() => Source(ArchiveBuilder.Request(name))).Failure;

        Assert.StartsWith($"Input file '{name}' is missing.\n", Text(failure.ToolMessages), StringComparison.Ordinal);
    }

    [Fact]
    public void Tapset_directories_keep_their_order_and_names()
    {
        var source = Source(ArchiveBuilder.Request("-I", "tapset/b", "-I", "tapset/a", "-eprobe begin {}")
            .Add("tapset/a/x86_64/one.stp", "1").Add("tapset/b/", ""));

        Assert.Equal(["tapset/b", "tapset/a"], source.Tapsets.Select(tapset => tapset.DisplayName));
        Assert.Equal(["x86_64/one.stp"], source.Tapsets[1].Files.Select(file => file.Path));
        Assert.Empty(source.Tapsets[0].Files);
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("tapset/../script")]
    [InlineData("script")]
    public void A_tapset_directory_that_did_not_come_along_is_empty(string name) =>
        Assert.Empty(Source(ArchiveBuilder.Request("-I", name, "-eprobe begin {}").Add("script/home/x.stp", "x")).Tapsets.Single().Files);

    [Theory]
    [InlineData("-k")]
    [InlineData("--tmpdir=/")]
    [InlineData("--client-options")]
    [InlineData("--sign-module")]
    [InlineData("-R/runtime")]
    [InlineData("--use-server")]
    [InlineData("-BCONFIG_X=y")]
    [InlineData("--no-such-option")]
    public void Options_that_a_client_keeps_to_itself_are_refused(string option) =>
        Assert.Equal(FailureCode.InvalidRequest, Assert.Throws<FarmException>(() => Source(ArchiveBuilder.Request(option, "-eprobe begin {}"))).Failure.Code);

    private static ScriptSource Source(ArchiveBuilder archive)
    {
        var request = RequestReader.Read(archive.Pack(), new());
        return SourceReader.Source(request, SourceReader.Command(request));
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
