using System.Text;
using StapFarm.Cli.Connection;
using StapFarm.Cli.Display;
using StapFarm.Cli.Tests.Fakes;
using Xunit;

namespace StapFarm.Cli.Tests.Display;

public sealed class DisplayTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell()
    {
        var table = new TextTable("A", "LONG HEADING", "C");
        table.Add("longer", "x", "");
        table.Add("y", "", "z");

        Assert.Equal("A       LONG HEADING  C\nlonger  x\ny                     z", table.ToString());
    }

    [Fact]
    public void Words_of_others_can_not_move_the_cursor()
    {
        var table = new TextTable("NAME");
        table.Add("evil\e[2J\n");

        Assert.DoesNotContain('\e', table.ToString());
        Assert.Equal("evil?[2J?", table.ToString().Split('\n')[1]);
    }

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(280_000_000, "280.0 MB")]
    [InlineData(1_500_000_000, "1.5 GB")]
    public void Sizes_are_for_people(long bytes, string text) => Assert.Equal(text, Human.Bytes(bytes));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(1500, "1.5 s")]
    [InlineData(90_000, "90 s")]
    [InlineData(5_400_000, "90 min")]
    [InlineData(3_600_000, "1 h")]
    [InlineData(129_600_000, "36 h")]
    [InlineData(604_800_000, "7 d")]
    public void Durations_are_for_people(long milliseconds, string text) => Assert.Equal(text, Human.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData("pass 1", "Pass 1: parsed user script", "Pass 1: parsed user script")]
    [InlineData("download", "linux-image", "download: linux-image")]
    [InlineData("unpack", "", "unpack")]
    public void A_step_is_named_once(string stage, string text, string shown) =>
        Assert.Equal(shown, WorkProgressText.OfStep(stage, text));

    [Fact]
    public void On_a_terminal_progress_is_one_line_that_is_cleared()
    {
        var (progress, error) = Progress(terminal: true, width: 10);

        progress.Show("a", "first");
        progress.Show("a", "a very long second");
        progress.Clear();

        Assert.Equal("\rfirst\e[K\ra very lo\e[K\r\e[K", Encoding.UTF8.GetString(error.ToArray()));
    }

    [Fact]
    public async Task Elsewhere_a_long_step_has_a_line_every_few_seconds()
    {
        var time = new JumpingTimeProvider();
        var (progress, error) = Progress(terminal: false, width: int.MaxValue, time);

        progress.Show("download", "1 %");
        progress.Show("download", "2 %");
        await Task.Delay(TimeSpan.FromSeconds(6), time);
        progress.Show("download", "3 %");
        progress.Show("unpack", "unpack");
        progress.Clear();

        Assert.Equal("1 %\n3 %\nunpack\n", Encoding.UTF8.GetString(error.ToArray()));
    }

    private static (ProgressLine Progress, MemoryStream Error) Progress(bool terminal, int width, TimeProvider? time = null)
    {
        var error = new MemoryStream();
        return (new ProgressLine(new CliConsole(Stream.Null, Stream.Null, error, terminal, width), time ?? new JumpingTimeProvider()), error);
    }
}
