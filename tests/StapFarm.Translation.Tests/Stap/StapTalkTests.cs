using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Work;
using StapFarm.Testing;
using StapFarm.Translation.Stap;
using Xunit;

namespace StapFarm.Translation.Tests.Stap;

public sealed class StapTalkTests
{
    private readonly Recorder<WorkProgress> _progress = new();

    [Fact]
    public void Pass_lines_are_progress_and_kept_apart_from_messages()
    {
        var talk = Hear(
            "Pass 1: parsed user script and 484 library scripts using 131576virt/107900res/12404shr/94556data kb, in 120usr/210sys/592real ms.",
            "WARNING: something",
            "Pass 2: analyzed script: 1 probe, in 850usr/160sys/2532real ms.");
        Assert.Equal(["pass 1", "pass 2"], _progress.Items.Select(item => item.Stage));
        Assert.Equal("WARNING: something\n", Filled(talk, withPasses: false));
        Assert.Equal(2, talk.LastPass);
        Assert.Null(talk.FailedPass);
    }

    [Fact]
    public void The_pass_that_failed_is_the_one_that_stap_says_failed()
    {
        var talk = Hear("Pass 2: analyzed script: 0 probes, in 1usr/1sys/1real ms.", "Pass 2: analysis failed.  [man error::pass2]");
        Assert.Equal(2, talk.FailedPass);
        Assert.Equal("Pass 2: analysis failed.  [man error::pass2]\n", Filled(talk, withPasses: false));
    }

    [Fact]
    public void Messages_keep_bytes_that_are_not_utf8()
    {
        var talk = new StapTalk(_progress);
        talk.Hear(new byte[] { 0xff, (byte)'x' });
        Assert.Equal([0xff, (byte)'x', (byte)'\n'], talk.Messages.Warnings.ToArray());
    }

    [Fact]
    public void Lines_about_passes_are_also_where_stap_said_them()
    {
        var talk = Hear("WARNING: first", "Pass 1: parsed, in 1usr/1sys/1real ms.", "WARNING: then");

        Assert.Equal("WARNING: first\nPass 1: parsed, in 1usr/1sys/1real ms.\nWARNING: then\n", Filled(talk, withPasses: true));
        Assert.Equal("WARNING: first\nWARNING: then\n", Filled(talk, withPasses: false));
    }

    private static string Filled(StapTalk talk, bool withPasses) =>
        Encoding.UTF8.GetString(Placeholders.Fill(talk.Messages.Warnings.Span, "", [], withPasses));

    private StapTalk Hear(params string[] lines)
    {
        var talk = new StapTalk(_progress);
        foreach (var line in lines)
        {
            talk.Hear(Encoding.UTF8.GetBytes(line));
        }

        return talk;
    }
}
