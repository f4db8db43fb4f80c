using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using Xunit;

namespace StapFarm.Model.Tests.Options;

public sealed class StapCommandParserTests
{
    [Fact]
    public void Options_and_other_words_may_be_mixed_as_getopt_does()
    {
        var command = Parse("script.stp", "-g", "one", "-D", "A=1", "two");
        Assert.Equal(StapMode.ScriptFile, command.Mode);
        Assert.Equal("script.stp", Text(command.ScriptFile));
        Assert.Equal(["one", "two"], command.Arguments.Select(argument => Text(argument)));
        Assert.Equal(["-g", "-D A=1"], command.Options.Select(Show));
    }

    [Fact]
    public void After_two_dashes_nothing_is_an_option()
    {
        var command = Parse("-p4", "s.stp", "--", "-g", "--", "-e");
        Assert.Equal(["-g", "--", "-e"], command.Arguments.Select(argument => Text(argument)));
        Assert.False(command.Set.AllowsEmbeddedC);
    }

    [Theory]
    [InlineData("-p4")]
    [InlineData("-p", "4")]
    [InlineData("-gvp4")]
    public void A_value_is_joined_or_the_next_word(params string[] words) =>
        Assert.Equal("-p 4", Parse([.. words, "s"]).Options.Select(Show).Last());

    [Fact]
    public void With_a_script_text_every_other_word_is_an_argument()
    {
        var command = Parse("-e", "probe begin {}", "x", "-v");
        Assert.Equal(StapMode.ScriptText, command.Mode);
        Assert.Equal("probe begin {}", Text(command.ScriptText));
        Assert.Equal(["x"], command.Arguments.Select(argument => Text(argument)));
    }

    [Fact]
    public void A_listing_needs_no_script_and_its_words_are_arguments()
    {
        var command = Parse("-L", "kernel.function(\"ip_rcv\")", "x");
        Assert.Equal(StapMode.Listing, command.Mode);
        Assert.Equal(TranslationKind.Listing, command.Set.Kind);
        Assert.Equal(["x"], command.Arguments.Select(argument => Text(argument)));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_stay_what_they_are()
    {
        byte[] odd = [0xff, 0xfe];
        var command = StapCommandParser.Parse(FrontDoor.Grpc, [Bytes("-c"), odd, Bytes("s"), odd]);
        Assert.Equal(odd, command.Arguments[0].ToArray());
        Assert.Equal(odd, command.RunOptions[0].Value!.Value.ToArray());
    }

    [Theory]
    [InlineData("-P", "--prologue-searching always")]
    [InlineData("--unprivileged", "--privilege stapusr")]
    [InlineData("--suppress-h", "--suppress-handler-errors")]
    [InlineData("--compat=4.0", "--compatible 4.0")]
    [InlineData("--colo", "--color")]
    [InlineData("--vp=123", "--vp 123")]
    public void Other_spellings_and_clear_abbreviations_are_resolved(string written, string canonical) =>
        Assert.Equal(canonical, Parse(written, "s").Options.Select(Show).Single());

    [Theory]
    [InlineData("ambiguous", "--suppress", "s")]
    [InlineData("no option '--nosuch'", "--nosuch", "s")]
    [InlineData("no option '-j'", "-j", "s")]
    [InlineData("needs a value", "s", "-D")]
    [InlineData("needs a value", "s", "--vp")]
    [InlineData("takes no value", "--skip-badvars=1", "s")]
    [InlineData("takes no value", "--unprivileged=1", "s")]
    [InlineData("A script must be given", "-g")]
    [InlineData("Only one script", "-e", "a", "-e", "b")]
    [InlineData("can't be given together", "-l", "x", "-e", "b")]
    [InlineData("-c and -x", "-c", "x", "-x", "1", "s")]
    public void What_stap_would_not_take_is_refused(string complaint, params string[] words) =>
        Assert.Contains(complaint, Refused(words).Message);

    [Theory]
    [InlineData("-k")]
    [InlineData("-R/x")]
    [InlineData("--remote=x")]
    [InlineData("--use-server")]
    [InlineData("--tmpdir=/x")]
    [InlineData("--sysroot=/x")]
    [InlineData("--ldd")]
    [InlineData("--bpf")]
    [InlineData("--runtime=dyninst")]
    [InlineData("--rlimit-as=1")]
    [InlineData("-d/bin/ls")]
    [InlineData("-BCC=/bin/true")]
    [InlineData("-BSHELL=x")]
    [InlineData("--modinfo=a=\"); evil(\"")]
    [InlineData("-mno/path")]
    public void What_the_farm_does_not_do_is_refused_with_the_options_name(string word)
    {
        var name = word.StartsWith("--", StringComparison.Ordinal) ? word.Split('=')[0] : word[..2];
        Assert.Contains(name, Refused(word, "s").Message);
    }

    [Fact]
    public void Kbuild_flags_are_taken_over_grpc_as_configuration_only_and_not_at_the_stap_port()
    {
        Assert.Equal("-B CONFIG_DEBUG_INFO=y", Parse("-B", "CONFIG_DEBUG_INFO=y", "s").Options.Select(Show).Single());
        Assert.Throws<FarmException>(() => StapCommandParser.Parse(FrontDoor.StapPort, [Bytes("-BCONFIG_X=y"), Bytes("s")]));
    }

    [Theory]
    [InlineData("-g")]
    [InlineData("-mname")]
    [InlineData("-DX=1")]
    [InlineData("-Itapset")]
    [InlineData("-BCONFIG_X=1")]
    [InlineData("--modinfo=a=b")]
    public void What_lifts_the_restrictions_of_a_privilege_level_is_refused_with_it(string word)
    {
        Assert.Contains("--privilege=stapusr", Refused("--privilege=stapusr", word, "s").Message);
        Parse("--privilege=stapdev", word, "s");
    }

    [Fact]
    public void Tapset_directories_keep_their_order_and_bring_C_code()
    {
        var command = Parse("-I", "b", "-Ia", "s");
        Assert.Equal(["b", "a"], command.TapsetDirectories.Select(directory => Text(directory)));
        Assert.True(command.Set.AllowsEmbeddedC);
    }

    [Fact]
    public void What_matters_when_the_module_runs_is_set_apart()
    {
        var command = Parse("-c", "ls -l", "-Gx=1", "-G", "y=b", "-T", "2.5", "-o", "out", "-s8", "-g", "s");
        Assert.Equal(["-g"], command.Options.Select(Show));
        var session = RunOptions.ToSession(command.RunOptions);
        Assert.Equal("ls -l", Text(session.Command));
        Assert.Equal(["x=1", "y=b"], session.Globals.Select(global => Text(global)));
        Assert.Equal(TimeSpan.FromSeconds(2.5), session.TimeLimit);
        Assert.Equal("out", Text(RunOptions.OutputFile(command.RunOptions)));
        Assert.Equal(["-s"], RunOptions.NotHonoured(command.RunOptions));
    }

    [Fact]
    public void Verbosity_adds_up_per_pass()
    {
        var verbosity = Parse("-v", "--vp", "0103", "-v", "s").Set.Verbosity;
        Assert.Equal("23252", verbosity.Digits);
        Assert.True(verbosity.IsDetailed);
        Assert.True(Parse("-v", "s").Set.Verbosity is { ShowsPasses: true, IsDetailed: false });
    }

    [Fact]
    public void Release_and_architecture_name_the_kernel()
    {
        var command = Parse("-r", "6.1.0", "-aarm64", "s");
        Assert.Equal(("6.1.0", "arm64"), (Text(command.Release), Text(command.Architecture)));
        Assert.Empty(command.Options);
    }

    private static StapCommand Parse(params string[] words) => StapCommandParser.Parse(FrontDoor.Grpc, [.. words.Select(Bytes)]);

    private static FarmFailure Refused(params string[] words)
    {
        var failure = Assert.Throws<FarmException>(() => Parse(words)).Failure;
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        return failure;
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte>? bytes) => Encoding.UTF8.GetString(bytes!.Value.Span);

    private static string Show(StapOption option) => option.Value is { } value ? $"{option.Name} {Text(value)}" : option.Name;
}
