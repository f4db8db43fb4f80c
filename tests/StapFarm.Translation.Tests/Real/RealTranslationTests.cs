using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Testing;
using StapFarm.Translation.Keys;
using StapFarm.Translation.Sandbox;
using Xunit;

namespace StapFarm.Translation.Tests.Real;

[Collection(RealLane.Name)]
[Trait("lane", "real")]
public sealed class RealTranslationTests(RealPair pair)
{
    [Fact]
    public async Task A_script_gives_a_module_named_by_its_key_with_progress_for_each_pass()
    {
        var progress = new Recorder<WorkProgress>();
        var request = Request("probe kernel.function(\"ip_rcv\") { println(execname()) }");
        var key = ModuleKeys.Of(request);

        using var output = await pair.Translator.TranslateAsync(pair.Place, request, key, progress, default);

        Assert.Equal(TranslationKind.Module, output.Kind);
        Assert.Equal($"stap_{key.ToString()[..32]}", output.ModuleName);
        Assert.True(File.ReadAllBytes(output.ContentPath).AsSpan().StartsWith("\u007fELF"u8));
        Assert.Equal(["pass 1", "pass 2", "pass 3", "pass 4"], progress.Items.Select(item => item.Stage));
        Assert.Empty(Placeholders.Fill(output.Messages.Warnings.Span, "<input>", []));
        Assert.Equal(4, Encoding.UTF8.GetString(output.Messages.Passes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task The_same_request_gives_the_same_bytes_again()
    {
        var first = await ModuleAsync("probe begin { println(1) exit() }");
        var second = await ModuleAsync("probe begin { println(1) exit() }");
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_prepared_pair_spares_a_new_script_the_trials()
    {
        var progress = new Recorder<WorkProgress>();
        foreach (var guru in (string[][])[[], ["-g"]])
        {
            await ModuleAsync("probe kernel.trace(\"sched_switch\") { exit() } probe netfilter.ip.local_in { println(saddr) }", progress, guru);
        }

        // Without the prepared layer the trials of pass 4 alone make some 200 compilations, and pass 2 as many.
        Assert.All(progress.Items, item => Assert.True(CpuSeconds(item.Text) < 15, item.Text));
    }

    [Fact]
    public async Task Arguments_reach_stap_as_the_bytes_that_came_in()
    {
        var odd = new byte[] { 0xff, 0xfe, (byte)'z', (byte)'\'', (byte)' ' };
        var bytes = await ListingAsync([new("-p", "1"u8.ToArray())], "probe begin { println(@1) }", odd);
        Assert.Contains("\"\\377\\376z' \"", Encoding.Latin1.GetString(bytes));
    }

    [Theory]
    [InlineData("probe begin { foo( }", 1, "parse error")]
    [InlineData("probe kernel.function(\"nosuch_fn\") { }", 2, "while resolving probe point")]
    public async Task A_wrong_script_fails_with_pass_exit_code_and_staps_own_words_under_the_users_name(string script, int pass, string words)
    {
        var failure = await FailureAsync(script);
        Assert.Equal(FailureCode.ScriptError, failure.Code);
        Assert.Equal(pass, failure.Pass);
        Assert.Equal(1, failure.ExitCode);
        var messages = Encoding.UTF8.GetString(Placeholders.Fill(failure.ToolMessages.Span, "mine.stp", []));
        Assert.Contains(words, messages);
        Assert.Contains("at mine.stp:1:", messages);
        Assert.DoesNotContain("/stapfarm", messages);
        Assert.DoesNotContain("real ms.", messages);
    }

    [Fact]
    public async Task Wrong_C_code_fails_in_pass_4()
    {
        var failure = await FailureAsync("function f() %{ this is not C; %} probe begin { f() }", "-g");
        Assert.Equal((FailureCode.ScriptError, 4), (failure.Code, failure.Pass));
        Assert.Contains("error: ", Encoding.UTF8.GetString(failure.ToolMessages.Span));
    }

    [Theory]
    [InlineData("probe process(\"/bin/ls\").begin { println(1) }")]
    [InlineData("probe process(\"/usr/bin/stap\").mark(\"*\") { println(1) }")]
    [InlineData("probe process(\"/opt/none\").function(\"main\") { println(1) }")]
    [InlineData("probe process(1).end { println(1) }")]
    [InlineData("probe process.function(\"main\") { println(1) }")]
    public async Task A_probe_of_a_program_is_refused_with_the_reason(string script)
    {
        var failure = await FailureAsync(script);
        Assert.Equal(FailureCode.Unsupported, failure.Code);
        Assert.Contains("toolchain's own must not stand in", failure.Advice);
    }

    [Fact]
    public async Task A_listing_of_a_programs_probes_is_refused_too()
    {
        var failure = await ListingFailureAsync("process(\"/usr/bin/stap\").mark(\"*\")");
        Assert.Equal(FailureCode.Unsupported, failure.Code);
    }

    [Fact]
    public async Task Probes_of_any_program_need_no_file_and_are_built() =>
        Assert.NotEmpty(await ModuleAsync("probe process.begin { println(execname()) }"));

    [Fact]
    public async Task A_listing_gives_staps_text()
    {
        var text = Encoding.UTF8.GetString(await ListingAsync([new("-L", "kernel.function(\"ip_rcv\")"u8.ToArray())], null));
        Assert.StartsWith("kernel.function(\"ip_rcv@net/ipv4/ip_input.c", text);
        Assert.Contains("$skb:struct sk_buff*", text);
    }

    [Fact]
    public async Task A_listing_without_a_match_says_so()
    {
        var failure = await ListingFailureAsync("kernel.function(\"nosuch_fn\")");
        Assert.Equal((FailureCode.ScriptError, "Nothing matches."), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task Warnings_come_apart_from_the_pass_lines()
    {
        using var output = await TranslateAsync(Request("global never probe begin { if (never) exit() }"));
        var warnings = Encoding.UTF8.GetString(Placeholders.Fill(output.Messages.Warnings.Span, "<input>", []));
        Assert.Contains("WARNING: never-assigned global variable 'never'", warnings);
        Assert.Contains("at <input>:1:8", warnings);
        Assert.DoesNotContain("Pass ", warnings);
    }

    [Fact]
    public async Task A_tapset_directory_is_found_and_shown_under_the_users_name()
    {
        var tapset = new TapsetDirectory("lib", [new("mine.stp", "function mine() { return $nonsense }"u8.ToArray())]);
        var request = Request("probe begin { println(mine()) }") with { Source = Request("probe begin { println(mine()) }").Source with { Tapsets = [tapset] } };
        var failure = await Assert.ThrowsAsync<FarmException>(() => TranslateAsync(request));
        Assert.Contains("lib/mine.stp:1:", Encoding.UTF8.GetString(Placeholders.Fill(failure.Failure.ToolMessages.Span, "s", ["lib"])));
    }

    [Fact]
    public async Task Embedded_C_gets_nothing_of_the_host()
    {
        var marker = $"marker-{Guid.NewGuid():N}";
        using var secret = new ScratchFolder();
        await File.WriteAllTextAsync(secret.File("secret.h"), $"#error {marker}\n");
        new DirectoryInfo(secret.Path).UnixFileMode = (UnixFileMode)0x1ff;
        foreach (var file in (string[])[secret.File("secret.h"), "/etc/shadow", "/root/.profile", "/proc/1/root/etc/shadow", "/proc/1/environ"])
        {
            var said = await SaidAsync($"%{{\n#include \"{file}\"\n%}} probe begin {{ exit() }}", "-g");
            Assert.DoesNotContain(marker, said);
            Assert.DoesNotContain("root:", said);
            Assert.DoesNotContain("PATH=", said);
        }

        Assert.Contains("No such file or directory", await SaidAsync($"%{{\n#include \"{secret.File("secret.h")}\"\n%}} probe begin {{ exit() }}", "-g"));
    }

    [Fact]
    public async Task A_build_past_a_limit_fails_with_the_limits_name()
    {
        var translator = pair.NewTranslator(new SandboxOptions { FileBytes = 1 << 20 });
        var request = Request("probe begin { println(1) } function f() %{ static char big[8000000] = {1}; (void)big; asm volatile(\".fill 4000000, 1, 0\"); %} probe end { f() }", "-g");
        var exception = await Assert.ThrowsAsync<FarmException>(() =>
            translator.TranslateAsync(pair.Place, request, ModuleKeys.Of(request), new Recorder<WorkProgress>(), default));
        Assert.Equal(FailureCode.LimitExceeded, exception.Failure.Code);
        Assert.Contains("Sandbox:FileBytes", exception.Failure.Advice);
    }

    private static double CpuSeconds(string passLine) =>
        passLine.Split(' ').Single(word => word.Contains("usr/", StringComparison.Ordinal)).Split("usr/")[0] is var ms ? double.Parse(ms, System.Globalization.CultureInfo.InvariantCulture) / 1000 : 0;

    private TranslationRequest Request(string? script, params string[] options) => new(
        new ScriptSource(script is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(script), "", [], [.. options.Select(name => new StapOption(name))], []),
        pair.Place.Pair,
        pair.Place.Tree.Identity.Architecture);

    private Task<TranslationOutput> TranslateAsync(TranslationRequest request, IProgress<WorkProgress>? progress = null) =>
        pair.Translator.TranslateAsync(pair.Place, request, ModuleKeys.Of(request), progress ?? new Recorder<WorkProgress>(), default);

    private async Task<byte[]> ModuleAsync(string script, IProgress<WorkProgress>? progress = null, params string[] options)
    {
        using var output = await TranslateAsync(Request(script, options), progress);
        return await File.ReadAllBytesAsync(output.ContentPath);
    }

    private async Task<byte[]> ListingAsync(IReadOnlyList<StapOption> options, string? script, params ReadOnlyMemory<byte>[] arguments)
    {
        var request = Request(script);
        using var output = await TranslateAsync(request with { Source = request.Source with { Options = options, Arguments = arguments } });
        Assert.Equal(TranslationKind.Listing, output.Kind);
        return await File.ReadAllBytesAsync(output.ContentPath);
    }

    /// <summary>All that comes of a build: the module when it succeeds (an empty file can be included), else the messages.</summary>
    private async Task<string> SaidAsync(string script, params string[] options)
    {
        try
        {
            return Encoding.Latin1.GetString(await ModuleAsync(script, null, options));
        }
        catch (FarmException exception)
        {
            return Encoding.Latin1.GetString(exception.Failure.ToolMessages.Span);
        }
    }

    private async Task<FarmFailure> FailureAsync(string script, params string[] options) =>
        (await Assert.ThrowsAsync<FarmException>(() => TranslateAsync(Request(script, options)))).Failure;

    private async Task<FarmFailure> ListingFailureAsync(string pattern) =>
        (await Assert.ThrowsAsync<FarmException>(() => ListingAsync([new("-l", Encoding.UTF8.GetBytes(pattern))], null))).Failure;
}
