using System.Text;
using StapFarm.Lab.Exec;
using Xunit;

namespace StapFarm.Lab.Tests.Exec;

public sealed class ExecFrameReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public async Task Frames_are_read_wherever_the_stream_is_cut(int piece)
    {
        var reader = new ExecFrameReader(new DribblingStream("\n\np 7f 12\no 7f 5\na\nb\nce 7f 0\n\nx 7f 137\n"u8.ToArray(), piece));

        var frames = new List<ExecFrame>();
        while (await reader.ReadAsync(default) is { } frame)
        {
            frames.Add(frame);
        }

        Assert.Equal(["p 12 ", "o 5 a\nb\nc", "e 0 ", "x 137 "], frames.Select(Text));
        Assert.All(frames, frame => Assert.Equal("7f", frame.Id));
    }

    [Theory]
    [InlineData("q 7f 1\n", "no frame")]
    [InlineData("o 7f -1\n", "no frame")]
    [InlineData("o 7f\n", "no frame")]
    [InlineData("o 7f 99999\n", "limit")]
    [InlineData("o 7f 10\nabc", "went away")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789", "without an end")]
    public async Task What_is_no_frame_is_refused(string bytes, string reason)
    {
        var reader = new ExecFrameReader(new MemoryStream(Encoding.ASCII.GetBytes(bytes)));

        var failure = await Assert.ThrowsAsync<LabException>(async () => await reader.ReadAsync(default));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    private static string Text(ExecFrame frame) => $"{frame.Kind} {frame.Number} {Encoding.ASCII.GetString(frame.Payload.Span)}";
}
