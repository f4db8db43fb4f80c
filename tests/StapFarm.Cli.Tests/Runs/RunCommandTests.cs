using Google.Protobuf;
using StapFarm.Cli.Tests.Fakes;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Cli.Tests.Runs;

public sealed class RunCommandTests : IAsyncLifetime
{
    private FakeFarm _farm = null!;

    public async Task InitializeAsync()
    {
        _farm = await FakeFarm.StartAsync();
        _farm.Runs.Run = new V1.StartRunResponse { RunId = "run", Sessions = { Samples.Session("s1", "web1") } };
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task One_runners_output_is_printed_byte_for_byte_and_the_exit_code_is_stapruns()
    {
        _farm.Runs.Then(
            null,
            Samples.Output("s1", 1, "one\xFF"),
            Samples.Output("s1", 2, "error\n", V1.OutputChannel.Stderr),
            Samples.Output("s1", 3, "two\n"),
            Samples.Ended("s1", 3, 3));

        var invocation = await RunAsync();

        Assert.Equal((3, "one\xFFtwo\n", "error\n"), (invocation.ExitCode, invocation.Output, invocation.Error));
    }

    [Fact]
    public async Task Several_runners_have_their_names_before_their_lines_and_the_highest_exit_code_counts()
    {
        _farm.Runs.Run.Sessions.Add(Samples.Session("s2", "web2"));
        _farm.Runs.Then(
            null,
            Samples.Output("s1", 1, "a\nhal"),
            Samples.Output("s2", 1, "b\n"),
            Samples.Output("s1", 2, "f\nlast"),
            Samples.Ended("s1", 0, 2),
            Samples.Ended("s2", 2, 1));

        var invocation = await RunAsync();

        Assert.Equal((2, "web1: a\nweb2: b\nweb1: half\nweb1: last\n"), (invocation.ExitCode, invocation.Output));
    }

    [Fact]
    public async Task A_lost_watch_goes_on_after_the_last_chunk_of_each_session()
    {
        _farm.Runs.Run.Sessions.Add(Samples.Session("s2", "web2"));
        _farm.Runs.Then(Samples.Lost, Samples.Output("s1", 1, "1\n"), Samples.Output("s2", 1, "2\n"), Samples.Output("s1", 2, "3\n"));
        _farm.Runs.Then(null, Samples.Output("s1", 2, "3\n"), Samples.Output("s1", 3, "4\n"), Samples.Ended("s1", 0, 3), Samples.Ended("s2", 0, 1));

        var invocation = await RunAsync();

        Assert.Equal("web1: 1\nweb2: 2\nweb1: 3\nweb1: 4\n", invocation.Output);
        Assert.Equal((3, 2), (_farm.Runs.Requests[1].FromChunk["s1"], _farm.Runs.Requests[1].FromChunk["s2"]));
        Assert.DoesNotContain("missing", invocation.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_output_is_never_silent()
    {
        _farm.Runs.Then(null, Samples.Output("s1", 1, "1\n"), Samples.Output("s1", 4, "4\n"), Samples.Ended("s1", 0, 6));

        var invocation = await RunAsync();

        Assert.Contains("web1: 2 pieces of output are missing here", invocation.Error, StringComparison.Ordinal);
        Assert.Contains("web1: the last 2 pieces of output are missing", invocation.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_has_what_only_matters_when_it_runs()
    {
        _farm.Runs.Then(null, Samples.Ended("s1", 0, 0));

        await RunAsync("-c", "ping x", "-G", "a=1", "-G", "b=2", "-T", "1.5", "--output-limit", "64k", "-g", "argument");

        var request = Assert.Single(_farm.Runs.Starts);
        Assert.Equal(("web1", "ping x", 1500), (request.Selector, request.Command.ToStringUtf8(), request.TimeLimitMs));
        Assert.Equal(64_000, request.OutputLimitBytes);
        Assert.False(request.HasTargetPid);
        Assert.Equal(["a=1", "b=2"], request.Globals.Select(global => global.ToStringUtf8()));
        Assert.Equal(["-g"], request.Source.Options.Select(option => option.Name));
        Assert.Equal("argument", Assert.Single(request.Source.Arguments).ToStringUtf8());
    }

    [Fact]
    public async Task A_target_process_is_passed_on()
    {
        _farm.Runs.Then(null, Samples.Ended("s1", 0, 0));

        await RunAsync("-x", "42");

        Assert.Equal(42, Assert.Single(_farm.Runs.Starts).TargetPid);
        Assert.False(_farm.Runs.Starts[0].HasCommand);
    }

    [Fact]
    public async Task A_session_that_fails_says_on_which_runner_and_why()
    {
        _farm.Runs.Then(null, Samples.Ended("s1", null, 0, V1.SessionEndReason.LoadFailed, new V1.Failure
        {
            Code = 18,
            Message = "The kernel refused the module.",
            Advice = "Ask for another toolchain.",
            ToolMessages = ByteString.CopyFromUtf8("staprun: no\n"),
        }));

        var invocation = await RunAsync();

        Assert.Equal((1, "web1: The kernel refused the module.\nstaprun: no\nAsk for another toolchain.\n"), (invocation.ExitCode, invocation.Error));
    }

    [Fact]
    public async Task Words_of_staprun_that_were_among_the_output_are_not_said_again()
    {
        _farm.Runs.Then(null, Samples.Output("s1", 1, "staprun: no\n", V1.OutputChannel.Stderr), Samples.Ended("s1", 1, 1, V1.SessionEndReason.LoadFailed, new V1.Failure
        {
            Code = 18,
            Message = "The kernel refused the module.",
            ToolMessages = ByteString.CopyFromUtf8("staprun: no\n"),
        }));

        var invocation = await RunAsync();

        Assert.Equal("staprun: no\nweb1: The kernel refused the module.\n", invocation.Error);
    }

    [Theory]
    [InlineData(V1.SessionEndReason.TargetLost, 1, "the target went away")]
    [InlineData(V1.SessionEndReason.OutputLimit, 1, "limit of output")]
    [InlineData(V1.SessionEndReason.TimeLimit, 0, "")]
    [InlineData(V1.SessionEndReason.Stopped, 0, "")]
    public async Task An_end_that_was_not_asked_for_is_a_failure_with_its_reason(V1.SessionEndReason reason, int exitCode, string remark)
    {
        _farm.Runs.Then(null, Samples.Ended("s1", null, 0, reason));

        var invocation = await RunAsync();

        Assert.Equal(exitCode, invocation.ExitCode);
        Assert.Contains(remark, invocation.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_that_runners_of_one_kernel_share_are_shown_once_and_not_with_w()
    {
        var warnings = ByteString.CopyFromUtf8("WARNING: x\n");
        V1.RunEvent[] events =
        [
            new() { SessionId = "s1", BuildWarnings = warnings },
            new() { SessionId = "s1", BuildWarnings = warnings },
            Samples.Ended("s1", 0, 0),
        ];
        _farm.Runs.Then(null, events);
        _farm.Runs.Then(null, events);

        Assert.Equal("WARNING: x\n", (await RunAsync()).Error);
        Assert.Equal("", (await RunAsync("-w")).Error);
    }

    [Fact]
    public async Task The_output_may_go_to_a_file()
    {
        using var scratch = new ScratchFolder();
        _farm.Runs.Then(null, Samples.Output("s1", 1, "one\n"), Samples.Ended("s1", 0, 1));

        var invocation = await RunAsync("-o", scratch.File("out"));

        Assert.Equal("", invocation.Output);
        Assert.Equal("one\n", await File.ReadAllTextAsync(scratch.File("out")));
    }

    [Fact]
    public async Task With_v_each_runners_module_is_said_to_be_cached_or_not()
    {
        _farm.Runs.Then(null, Samples.Ended("s1", 0, 0));

        Assert.Contains("web1: kernel 6.1.0-56-cloud-amd64, toolchain debian:trixie, module abababababab from the cache", (await RunAsync("-v")).Error, StringComparison.Ordinal);
    }

    private Task<Invocation> RunAsync(params string[] words) => Invocation.RunAsync(_farm, ["run", "-e", "x", "--on", "web1", .. words]);
}
