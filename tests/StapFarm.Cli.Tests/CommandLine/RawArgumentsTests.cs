using StapFarm.Cli.CommandLine;
using Xunit;

namespace StapFarm.Cli.Tests.CommandLine;

public sealed class RawArgumentsTests
{
    [Fact]
    public void The_words_after_the_programs_own_are_taken_as_they_are()
    {
        byte[] commandLine = [.. "dotnet\0stapfarm.dll\0build\0-e\0"u8, 0xFF, 0xFE, 0, 0];

        var words = RawArguments.Split(commandLine, 4);

        Assert.Equal(["6275696C64", "2D65", "FFFE", ""], words.Select(word => Convert.ToHexString(word.Span)));
    }

    [Fact]
    public void Valid_words_need_no_look_at_the_process() =>
        Assert.Equal(["6BC3BC"], RawArguments.OfThisProcess(["kü"]).Select(word => Convert.ToHexString(word.Span)));
}
