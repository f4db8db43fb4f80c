using Google.Protobuf;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;
using StapFarm.Model.Tickets;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Runs;

public sealed class RunTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartWithWorkerAsync("--Farm:Runs:WatcherGrace=00:00:01");

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task A_run_builds_starts_and_shows_the_output_while_the_script_runs()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        var run = await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}", "mine.stp"), Selector = "rack=7" });
        using var watch = _farm.Runs.Watch(new() { RunId = run.RunId }, deadline: DateTime.UtcNow.AddSeconds(60));
        var start = (await runner.CommandAsync()).Start;
        await runner.RunningAsync(start.SessionId);
        await runner.OutputAsync(start.SessionId, (1, "line 1\n"));
        var before = await watch.UntilAsync(@event => @event.Output is not null);
        await runner.OutputAsync(start.SessionId, (2, "line 2\n"));
        await runner.EndAsync(start.SessionId, lastChunk: 2);
        var after = await watch.UntilAsync(@event => @event.Ended is not null);

        Assert.False(Assert.Single(run.Sessions).FromCache);
        Assert.Contains(before, @event => @event.Phase?.Phase == V1.SessionPhase.Building);
        Assert.Contains(before, @event => @event.Build?.Stage == "pass 4");
        Assert.Contains(before, @event => @event.Phase?.Phase == V1.SessionPhase.Running);
        Assert.Equal("WARNING: mine.stp:1:1 take care\n", before.Single(@event => !@event.BuildWarnings.IsEmpty).BuildWarnings.ToStringUtf8());
        Assert.Equal("line 1\n", before[^1].Output.Bytes.ToStringUtf8());
        Assert.Equal("line 2\n", after.Single(@event => @event.Output is not null).Output.Bytes.ToStringUtf8());
        Assert.Equal(0, after[^1].Ended.ExitCode);
        Assert.Equal(V1.SessionEndReason.Exited, after[^1].Ended.Reason);
        Assert.False(await watch.ResponseStream.MoveNext(default));
    }

    [Fact]
    public async Task A_session_comes_with_a_ticket_that_the_farm_s_public_key_verifies()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        await _farm.Runs.StartAsync(new()
        {
            Source = Samples.Source("probe begin {}"),
            Selector = "one",
            Command = ByteString.CopyFrom(0xff, 0x41),
            TargetPid = 7,
            Globals = { ByteString.CopyFromUtf8("x=1") },
            TimeLimitMs = 1500,
            OutputLimitBytes = 4096,
        });
        var start = (await runner.CommandAsync()).Start;
        using var verifier = new TicketVerifier((await _farm.Status.StatusAsync(new())).TicketKeyPem);
        var ticket = verifier.Verify(new(start.Ticket.Memory, start.TicketSignature.Memory));

        Assert.Equal("one", ticket.Runner);
        Assert.Equal(start.SessionId, ticket.Session);
        Assert.Equal(start.Module.Digest, ticket.Module.ToString());
        Assert.Equal(start.Bundle.Digest, ticket.Bundle.ToString());
        Assert.Equal(Samples.Kernel.Identity.BuildId, ticket.KernelBuildId);
        Assert.Equal(new byte[] { 0xff, 0x41 }, ticket.Command!.Value.ToArray());
        Assert.Equal(7, ticket.TargetPid);
        Assert.Equal("x=1"u8.ToArray(), Assert.Single(ticket.Globals).ToArray());
        Assert.Equal(1500, start.TimeLimitMs);
        Assert.Equal(4096, start.OutputLimitBytes);
        Assert.InRange(ticket.ExpiresAt, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(11));
    }

    [Fact]
    public async Task A_run_without_a_command_a_process_or_limits_has_none_of_them_in_its_ticket()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var start = (await runner.CommandAsync()).Start;
        var ticket = TicketCodec.Decode(start.Ticket.Span);

        Assert.Null(ticket.Command);
        Assert.Null(ticket.TargetPid);
        Assert.Empty(ticket.Globals);
        Assert.Equal((0, 0), (start.TimeLimitMs, start.OutputLimitBytes));
    }

    [Fact]
    public async Task A_reader_resumes_at_any_chunk_also_after_the_end()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        var run = await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var session = (await runner.CommandAsync()).Start.SessionId;
        await runner.OutputAsync(session, (1, "a"), (2, "b"), (3, "c"));
        await runner.EndAsync(session, lastChunk: 3);
        using var watch = _farm.Runs.Watch(new() { RunId = run.RunId, FromChunk = { { session, 3 } } });
        var events = await watch.UntilAsync(@event => @event.Ended is not null);

        Assert.Equal(["c"], events.Where(@event => @event.Output is not null).Select(@event => @event.Output.Bytes.ToStringUtf8()));
    }

    [Fact]
    public async Task Two_runners_of_one_kernel_are_one_build_and_two_sessions_the_second_run_comes_from_the_cache()
    {
        using var one = await HandRunner.ConnectAsync(_farm, "one");
        using var two = await HandRunner.ConnectAsync(_farm, "two");
        var run = await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "all" });
        var sessions = new[] { (await one.CommandAsync()).Start.SessionId, (await two.CommandAsync()).Start.SessionId };
        var again = await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });

        Assert.Equal(run.Sessions.Select(session => session.SessionId).Order(), sessions.Order());
        Assert.Single(_farm.Translator.Translated);
        Assert.True(Assert.Single(again.Sessions).FromCache);
    }

    [Fact]
    public async Task Stopping_a_run_reaches_the_runner_and_the_output_of_the_end_still_arrives()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        var run = await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        using var watch = _farm.Runs.Watch(new() { RunId = run.RunId });
        var session = (await runner.CommandAsync()).Start.SessionId;
        await runner.RunningAsync(session);
        await watch.UntilAsync(@event => @event.Phase?.Phase == V1.SessionPhase.Running);
        await _farm.Runs.StopAsync(new() { RunId = run.RunId });
        var stop = await runner.CommandAsync();
        await runner.OutputAsync(session, (1, "probe end\n"));
        await runner.EndAsync(session, lastChunk: 1, V1.SessionEndReason.Stopped);
        var events = await watch.UntilAsync(@event => @event.Ended is not null);

        Assert.Equal(session, stop.Stop.SessionId);
        Assert.Contains(events, @event => @event.Output?.Bytes.ToStringUtf8() == "probe end\n");
        Assert.Equal(V1.SessionEndReason.Stopped, events[^1].Ended.Reason);
    }

    [Fact]
    public async Task A_run_that_nobody_watches_is_stopped_after_the_grace()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        var run = await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var watch = _farm.Runs.Watch(new() { RunId = run.RunId });
        var session = (await runner.CommandAsync()).Start.SessionId;
        await watch.UntilAsync(@event => @event.Phase?.Phase == V1.SessionPhase.Starting);
        watch.Dispose();

        Assert.Equal(session, (await runner.CommandAsync()).Stop.SessionId);
    }

    [Fact]
    public async Task A_script_that_stap_refuses_ends_the_session_with_stap_s_words_and_the_user_s_names()
    {
        _farm.Translator.Answers["bad"] = () => new FarmException(new FarmFailure(FailureCode.ScriptError, "stap refused the script.")
        {
            ToolMessages = "parse error at \u0001S\u0001:1:1"u8.ToArray(),
        });
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        var run = await _farm.Runs.StartAsync(new() { Source = Samples.Source("bad", "mine.stp"), Selector = "one" });
        using var watch = _farm.Runs.Watch(new() { RunId = run.RunId });
        var ended = (await watch.UntilAsync(@event => @event.Ended is not null))[^1].Ended;

        Assert.Equal(V1.SessionEndReason.Refused, ended.Reason);
        Assert.Equal((int)FailureCode.ScriptError, ended.Failure.Code);
        Assert.Equal("parse error at mine.stp:1:1", ended.Failure.ToolMessages.ToStringUtf8());
    }

    [Fact]
    public async Task No_runner_no_kernel_or_a_listing_is_refused_before_anything_is_started()
    {
        var none = await FarmAssert.FailsAsync(FailureCode.NoRunner, () => StartAsync("probe begin {}", "one"));
        using var other = await HandRunner.ConnectAsync(_farm, "other-build", Samples.Tree(Samples.Release, "second build"));
        using var strange = await HandRunner.ConnectAsync(_farm, "strange", Samples.Tree("5.10.0", "old build"));
        var wrongName = await FarmAssert.FailsAsync(FailureCode.NoRunner, () => StartAsync("probe begin {}", "one"));
        var wrongBuild = await FarmAssert.FailsAsync(FailureCode.WrongKernel, () => StartAsync("probe begin {}", "other-build"));
        var unknown = await FarmAssert.FailsAsync(FailureCode.UnknownKernel, () => StartAsync("probe begin {}", "strange"));

        Assert.Contains("No runner has connected", none.Message, StringComparison.Ordinal);
        Assert.Contains("name-of-strange", wrongName.Message, StringComparison.Ordinal);
        Assert.Contains(Samples.Kernel.Identity.BuildId, wrongBuild.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Add that one beside it: stapfarm kernel add {Samples.Release}", wrongBuild.Advice, StringComparison.Ordinal);
        Assert.Contains("stapfarm kernel add --dir", unknown.Advice, StringComparison.Ordinal);
        Assert.Empty(_farm.Translator.Translated);

        Task StartAsync(string script, string selector) =>
            _farm.Runs.StartAsync(new() { Source = Samples.Source(script), Selector = selector }).ResponseAsync;
    }

    [Fact]
    public async Task A_run_that_nobody_started_isnt_found()
    {
        using var watch = _farm.Runs.Watch(new() { RunId = "1.r-nobody" });
        await FarmAssert.FailsAsync(FailureCode.NotFound, () => watch.ResponseStream.MoveNext(default));
        await FarmAssert.FailsAsync(FailureCode.NotFound, async () => await _farm.Runs.StopAsync(new() { RunId = "1.r-nobody" }));
    }
}
