using System.Text;
using StapFarm.Runner.Output;

namespace StapFarm.Runner.Tests.Output;

public sealed class StderrFilterTests
{
    private readonly StringBuilder _passed = new();
    private readonly List<(StaprunNews News, string Text)> _news = [];

    // What staprun -vv 5.1 prints on a 6.1 kernel, with a script's own messages in between.
    private const string Session = """
        staprun:main:503 modpath="/x/errs.ko", modname="errs"
        staprun:init_staprun:399 init_staprun
        staprun:insert_module:97 module options: _stp_bufsize=0
        Signature file /x/errs.ko.sgn not found
        staprun:check_signature:440 verify_module returns 0
        staprun:insert_module:191 Module errs inserted from file /x/errs.ko
        execing: /usr/lib/systemtap/stapio -vv /x/errs.ko -F3 
        stapio:stp_main_loop:446 in main loop
        stapio:stp_main_loop:466 select_supported: 1
        WARNING: careful
        WARNING: careful
        stapio:stp_main_loop:666 systemtap_module_init() returned 0
        ERROR: boom
        stapio:reader_thread_serializer:456 serializer processed n=1
        stapio:cleanup_and_exit:313 
        Renamed module to: er_101
        WARNING: Number of errors: 1, skipped probes: 0
        staprun:remove_module:292 Module errs removed.

        """;

    [Fact]
    public void Of_a_whole_session_only_the_scripts_own_messages_remain_as_without_verbosity()
    {
        Push(Filter(), Session);

        Assert.Equal("WARNING: careful\nERROR: boom\nWARNING: Number of errors: 1, skipped probes: 0\n", _passed.ToString());
        Assert.Equal([(StaprunNews.Inserting, "errs"), (StaprunNews.Attached, ""), (StaprunNews.Running, "0")], _news);
    }

    [Fact]
    public void It_makes_no_difference_where_the_pieces_are_cut()
    {
        var filter = Filter();
        foreach (var one in Encoding.UTF8.GetBytes(Session))
        {
            filter.Push([one]);
        }

        filter.Flush();

        Assert.Equal("WARNING: careful\nERROR: boom\nWARNING: Number of errors: 1, skipped probes: 0\n", _passed.ToString());
        Assert.Equal(3, _news.Count);
    }

    [Fact]
    public void An_unfinished_line_passes_at_once()
    {
        Filter().Push("password: "u8);

        Assert.Equal("password: ", _passed.ToString());
    }

    [Fact]
    public void A_line_that_only_begins_like_a_message_passes_whole()
    {
        Push(Filter(), "stapio is a program\nstapio:x\nstapio:f:12:no\nstaprun:stp_main_loop:7: ERROR: Unexpected EOF\nexecing nothing\n");

        Assert.Equal("stapio is a program\nstapio:x\nstapio:f:12:no\nstaprun:stp_main_loop:7: ERROR: Unexpected EOF\nexecing nothing\n", _passed.ToString());
        Assert.Empty(_news);
    }

    [Fact]
    public void What_comes_after_the_beginning_of_a_line_is_the_users_even_if_it_looks_like_a_message()
    {
        var filter = Filter();
        filter.Push("say: "u8);
        filter.Push("stapio:f:1 in main loop\n"u8);
        filter.Flush();

        Assert.Equal("say: stapio:f:1 in main loop\n", _passed.ToString());
        Assert.Empty(_news);
    }

    [Fact]
    public void Bytes_that_are_no_text_pass_unchanged()
    {
        var passed = new List<byte>();
        var filter = new StderrFilter(true, bytes => passed.AddRange(bytes.Span), (_, _) => { });
        filter.Push([0xff, 0xfe, (byte)'\n', (byte)'s', (byte)'t', 0x80]);
        filter.Flush();

        Assert.Equal([0xff, 0xfe, (byte)'\n', (byte)'s', (byte)'t', 0x80], passed);
    }

    [Fact]
    public void With_a_command_of_the_users_own_repeated_warnings_stay()
    {
        var filter = new StderrFilter(false, bytes => _passed.Append(Encoding.UTF8.GetString(bytes.Span)), (_, _) => { });
        Push(filter, "WARNING: x\nWARNING: x\n");

        Assert.Equal("WARNING: x\nWARNING: x\n", _passed.ToString());
    }

    [Fact]
    public void A_failed_initialisation_is_told()
    {
        Push(Filter(), "stapio:stp_main_loop:666 systemtap_module_init() returned -17\n");

        Assert.Equal([(StaprunNews.Failed, "-17")], _news);
    }

    private StderrFilter Filter() => new(
        true,
        bytes => _passed.Append(Encoding.UTF8.GetString(bytes.Span)),
        (news, text) => _news.Add((news, text)));

    private static void Push(StderrFilter filter, string text)
    {
        filter.Push(Encoding.UTF8.GetBytes(text));
        filter.Flush();
    }
}
