using System.Text;
using StapFarm.Model.Runs;
using StapFarm.Runner.Output;

namespace StapFarm.Runner.Tests.Output;

public sealed class OutputSpoolTests
{
    [Fact]
    public void Chunks_are_numbered_from_one_over_both_channels()
    {
        var spool = new OutputSpool(1000);
        spool.Append(OutputChannel.Stdout, "a"u8);
        spool.Append(OutputChannel.Stderr, "b"u8);

        Assert.Equal([(1, OutputChannel.Stdout, "a"), (2, OutputChannel.Stderr, "b")], Read(spool, 0));
        Assert.Equal(2, spool.Last);
    }

    [Fact]
    public void What_the_farm_has_stored_is_gone_and_the_rest_can_be_read_again()
    {
        var spool = new OutputSpool(1000);
        for (var i = 0; i < 5; i++)
        {
            spool.Append(OutputChannel.Stdout, [(byte)('a' + i)]);
        }

        spool.Acknowledge(3);

        Assert.Equal(["d", "e"], Read(spool, 0).Select(chunk => chunk.Text));
        Assert.Equal(["e"], Read(spool, 4).Select(chunk => chunk.Text));
        Assert.Equal(3, spool.Stored);
    }

    [Fact]
    public void An_older_acknowledgement_and_one_beyond_the_end_change_nothing()
    {
        var spool = new OutputSpool(1000);
        spool.Append(OutputChannel.Stdout, "a"u8);
        spool.Append(OutputChannel.Stdout, "b"u8);
        spool.Acknowledge(2);
        spool.Acknowledge(1);
        spool.Acknowledge(99);
        spool.Append(OutputChannel.Stdout, "c"u8);

        Assert.Equal(2, spool.Stored);
        Assert.Equal([(3, OutputChannel.Stdout, "c")], Read(spool, spool.Stored));
    }

    [Fact]
    public async Task A_full_spool_holds_the_writer_until_the_farm_has_stored_something()
    {
        var spool = new OutputSpool(100);
        spool.Append(OutputChannel.Stdout, new byte[50]);
        Assert.True(spool.IsFull);
        var waiting = Task.Run(spool.WaitForRoom);

        spool.Acknowledge(1);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, spool.Dropped);
    }

    [Fact]
    public async Task When_dropping_is_allowed_the_loss_is_counted_and_said_in_the_output()
    {
        var spool = new OutputSpool(100);
        spool.Append(OutputChannel.Stdout, new byte[50]);
        var waiting = Task.Run(spool.WaitForRoom);
        spool.AllowDropping();
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        spool.Append(OutputChannel.Stdout, new byte[7]);
        spool.Close();

        Assert.Equal(7, spool.Dropped);
        Assert.Equal(57, spool.Total);
        var last = Read(spool, 1).Single();
        Assert.Equal(2, last.Number);
        Assert.Contains("7 bytes of output were dropped", last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_is_bounded_but_never_empty()
    {
        var spool = new OutputSpool(1 << 20);
        for (var i = 0; i < 4; i++)
        {
            spool.Append(OutputChannel.Stdout, new byte[1000]);
        }

        Assert.Equal(2, spool.After(0, 2500).Count);
        Assert.Single(spool.After(0, 1));
        Assert.Empty(spool.After(4, 1000));
    }

    [Fact]
    public void Many_small_chunks_fill_the_spool_too()
    {
        var spool = new OutputSpool(1 << 10);
        for (var i = 0; i < 20; i++)
        {
            spool.Append(OutputChannel.Stdout, "x"u8);
        }

        Assert.True(spool.IsFull);
    }

    private static List<(long Number, OutputChannel Channel, string Text)> Read(OutputSpool spool, long after) =>
        [.. spool.After(after, int.MaxValue).Select(chunk => (chunk.Number, chunk.Channel, Encoding.UTF8.GetString(chunk.Bytes.Span)))];
}
