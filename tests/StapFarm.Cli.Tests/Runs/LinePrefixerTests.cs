using System.Text;
using CsCheck;
using StapFarm.Cli.Runs;
using Xunit;

namespace StapFarm.Cli.Tests.Runs;

public sealed class LinePrefixerTests
{
    [Fact]
    public void However_a_stream_is_cut_each_line_gets_the_name_once() =>
        Gen.Select(Gen.Char["ab\n"].Array[0, 60].Select(characters => new string(characters)), Gen.Int[1, 9]).Sample((text, piece) =>
        {
            using var output = new MemoryStream();
            var prefixer = new LinePrefixer("n: ", output);
            foreach (var part in Encoding.ASCII.GetBytes(text).Chunk(piece))
            {
                prefixer.Write(part);
            }

            prefixer.Finish();

            var lines = text.Split('\n');
            var whole = text.Length == 0 || text.EndsWith('\n') ? lines[..^1] : lines;
            Assert.Equal(string.Concat(whole.Select(line => $"n: {line}\n")), Encoding.ASCII.GetString(output.ToArray()));
        });

    [Fact]
    public void A_line_is_held_back_until_it_is_whole()
    {
        using var output = new MemoryStream();
        var prefixer = new LinePrefixer("n: ", output);

        prefixer.Write("half"u8);
        Assert.Equal(0, output.Length);
        prefixer.Write(" line\nnext"u8);

        Assert.Equal("n: half line\n", Encoding.ASCII.GetString(output.ToArray()));
    }

    [Fact]
    public void A_line_without_end_is_passed_on_in_pieces_with_one_name()
    {
        using var output = new MemoryStream();
        var prefixer = new LinePrefixer("n: ", output);

        prefixer.Write(new byte[LinePrefixer.MaxHeld]);
        prefixer.Write(new byte[LinePrefixer.MaxHeld]);
        prefixer.Finish();

        Assert.Equal(3 + (2 * LinePrefixer.MaxHeld) + 1, output.Length);
    }
}
