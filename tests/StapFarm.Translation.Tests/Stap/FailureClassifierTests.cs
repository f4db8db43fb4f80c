using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Testing;
using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Stap;
using StapFarm.Translation.Tests.Keys;
using Xunit;

namespace StapFarm.Translation.Tests.Stap;

public sealed class FailureClassifierTests : IDisposable
{
    private static readonly SandboxOptions Limits = new();

    private ScratchFolder Scratch { get; } = new();

    public void Dispose() => Scratch.Dispose();

    [Theory]
    [InlineData("gcc: fatal error: cannot execute 'cc1': vfork: Resource temporarily unavailable", "Sandbox:Processes")]
    [InlineData("cc1: out of memory allocating 65536 bytes after a total of 7340032 bytes", "Sandbox:MemoryBytes")]
    [InlineData("Out of memory.   Please check --rlimit-as and memory availability.", "Sandbox:MemoryBytes")]
    [InlineData("as: x.o: final close failed: File too large", "Sandbox:FileBytes")]
    public void What_a_limit_makes_a_tool_say_is_that_limit_and_not_the_scripts_fault(string line, string setting)
    {
        var failure = Classify(1, line, "Pass 4: compilation failed.  [man error::pass4]");
        Assert.Equal((FailureCode.LimitExceeded, false, 4), (failure.Code, failure.IsDeterministic, failure.Pass));
        Assert.Contains(setting, failure.Advice);
    }

    [Theory]
    [InlineData("        source: probe begin { println(\"No space left on device\") foo( }")]
    [InlineData("semantic error: Cannot allocate memory: identifier 'x'")]
    [InlineData("/tmp/stap/x_src.c:3:2: error: #error File too large")]
    public void What_a_script_says_of_limits_is_still_the_scripts_fault(string line)
    {
        var failure = Classify(1, line, "Pass 1: parse failed.  [man error::pass1]");
        Assert.Equal((FailureCode.ScriptError, true, 1, 1), (failure.Code, failure.IsDeterministic, failure.Pass, failure.ExitCode));
    }

    [Fact]
    public void A_full_disk_is_said_to_be_one_with_its_folder()
    {
        var failure = Classify(1, "ld: final link failed: No space left on device", "Pass 4: compilation failed.  [man error::pass4]");
        Assert.Equal((FailureCode.StoreFull, false, 4), (failure.Code, failure.IsDeterministic, failure.Pass));
        Assert.Contains(Scratch.Path, failure.Message);
    }

    [Theory]
    [InlineData(137)]
    [InlineData(1, "gcc-12: fatal error: Killed signal terminated program cc1")]
    public void A_kill_from_outside_is_one_and_not_remembered(int exitCode, params string[] lines)
    {
        var failure = Classify(exitCode, lines);
        Assert.Equal((FailureCode.Killed, false), (failure.Code, failure.IsDeterministic));
    }

    [Fact]
    public void A_crash_of_stap_is_not_the_scripts_fault() =>
        Assert.Equal((FailureCode.Internal, null), (Classify(139).Code, Classify(139).ExitCode));

    [Fact]
    public void The_watchers_word_comes_first()
    {
        var failure = Classify(new SandboxResult(137, SandboxLimit.WallTime, default, 0), "Pass 1: in 1usr/1sys/1real ms.");
        Assert.Equal((FailureCode.LimitExceeded, 2), (failure.Code, failure.Pass));
        Assert.Contains("1200 s from start to end", failure.Message);
        Assert.Contains("Sandbox:WallTime", failure.Advice);
    }

    [Fact]
    public void Kernel_toolchain_and_staps_words_are_in_it()
    {
        var failure = Classify(1, "parse error: at /stapfarm/script.stp:1:1", "Pass 1: parse failed.");
        Assert.Contains("6.1.0", failure.Kernel);
        Assert.Contains("5.1", failure.Toolchain);
        Assert.Contains("at mine:1:1", Encoding.UTF8.GetString(Placeholders.Fill(failure.ToolMessages.Span, "mine", [])));
    }

    [Fact]
    public void Without_debug_information_the_advice_names_the_package_and_the_command()
    {
        var failure = Classify(1, "semantic error: no match", "Pass 2: analysis failed.");
        Assert.Contains("linux-image-6.1.0-dbg", failure.Advice);
        Assert.Contains("stapfarm kernel add 6.1.0", failure.Advice);
    }

    private FarmFailure Classify(int exitCode, params string[] lines) => Classify(new SandboxResult(exitCode, null, default, 0), lines);

    private FarmFailure Classify(SandboxResult result, params string[] lines)
    {
        var talk = new StapTalk(new Recorder<WorkProgress>());
        foreach (var line in lines)
        {
            talk.Hear(Encoding.UTF8.GetBytes(line));
        }

        var place = new TranslationPlace(
            new Toolchain(Requests.Pair.Toolchain, "test", "5.1", Architecture.X86_64, [], [], [], new(default, 0, ""), default),
            "/",
            new KernelTree(Requests.Pair.Tree, new(Architecture.X86_64, "6.1.0", "", "00"), "gcc-12", false, "", [], 0, default),
            "/");
        using var folder = JobFolder.Create(Scratch.Path, new Slot(0, 0));
        return FailureClassifier.Classify(place, Limits, result, folder, talk).Failure;
    }
}
