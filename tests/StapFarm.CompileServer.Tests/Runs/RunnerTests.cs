using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Runs;

public sealed class RunnerTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartWithWorkerAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task A_runner_is_listed_with_what_it_said_and_whether_it_is_connected()
    {
        var runner = await HandRunner.ConnectAsync(_farm, "one");
        var here = Assert.Single((await _farm.Runners.ListAsync(new())).Runners);
        runner.Vanish();
        V1.Runner away;
        do
        {
            away = Assert.Single((await _farm.Runners.ListAsync(new())).Runners);
        }
        while (away.Connected);

        Assert.True(here.Connected);
        Assert.Equal("name-of-one", here.Hello.Name);
        Assert.Equal("7", here.Hello.Labels["rack"]);
    }

    [Fact]
    public async Task A_runner_of_another_version_is_refused_by_name()
    {
        using var call = _farm.Runners.Connect();
        var hello = Samples.Hello("one");
        hello.ProtocolVersion = 99;
        await call.RequestStream.WriteAsync(new() { Hello = hello });

        var failure = await FarmAssert.FailsAsync(FailureCode.UnknownVersion, () => call.ResponseStream.MoveNext(default));

        Assert.Contains("99", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_message_that_is_no_hello_is_refused()
    {
        using var call = _farm.Runners.Connect();
        await call.RequestStream.WriteAsync(new() { Heartbeat = new() });

        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => call.ResponseStream.MoveNext(default));
    }

    [Fact]
    public async Task A_heartbeat_is_answered()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        await runner.SendAsync(new() { Heartbeat = new() });

        Assert.NotNull((await runner.NextAsync()).Heartbeat);
    }

    [Fact]
    public async Task A_second_connection_takes_the_first_one_s_place()
    {
        using var first = await HandRunner.ConnectAsync(_farm, "one");
        using var second = await HandRunner.ConnectAsync(_farm, "one");

        await FarmAssert.FailsAsync(FailureCode.InUse, () => first.NextAsync());
        await second.SendAsync(new() { Heartbeat = new() });
        Assert.NotNull((await second.NextAsync()).Heartbeat);
        Assert.True(Assert.Single((await _farm.Runners.ListAsync(new())).Runners).Connected);
    }

    [Fact]
    public async Task A_command_that_wasnt_accepted_is_given_again_after_the_connection_was_lost()
    {
        var runner = await HandRunner.ConnectAsync(_farm, "one");
        await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var command = (await runner.NextAsync()).Command;
        runner.Vanish();
        using var again = await HandRunner.ConnectAsync(_farm, "one");
        var repeated = await again.CommandAsync();

        Assert.Equal(command.Number, repeated.Number);
        Assert.Equal(command.Start.SessionId, repeated.Start.SessionId);
    }

    [Fact]
    public async Task A_runner_that_comes_back_is_told_what_is_stored_and_a_repetition_changes_nothing()
    {
        var runner = await HandRunner.ConnectAsync(_farm, "one");
        await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var session = (await runner.CommandAsync()).Start.SessionId;
        Assert.Equal(2, await runner.OutputAsync(session, (1, "a"), (2, "b")));
        runner.Vanish();
        var hello = Samples.Hello("one");
        hello.LastCommand = 1;
        hello.Sessions.Add(session);
        using var again = await HandRunner.ConnectAsync(_farm, hello);
        var stored = (await again.NextAsync()).Stored;

        Assert.Equal((session, 2), (stored.SessionId, stored.Number));
        Assert.Equal(3, await again.OutputAsync(session, (2, "b"), (3, "c")));
    }

    [Fact]
    public async Task A_gap_in_the_output_is_refused_and_nothing_behind_it_is_stored()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var session = (await runner.CommandAsync()).Start.SessionId;
        await runner.OutputAsync(session, (1, "a"));

        var failure = await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => runner.OutputAsync(session, (3, "c")));

        Assert.Contains("chunk 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_before_all_output_has_arrived_is_refused()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var session = (await runner.CommandAsync()).Start.SessionId;
        await runner.OutputAsync(session, (1, "a"));

        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => runner.EndAsync(session, lastChunk: 2));
    }

    [Fact]
    public async Task A_runner_cant_speak_for_another_one_s_session()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        using var other = await HandRunner.ConnectAsync(_farm, "two");
        await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var session = (await runner.CommandAsync()).Start.SessionId;

        await FarmAssert.FailsAsync(FailureCode.NotAllowed, () => other.OutputAsync(session, (1, "forged")));
    }

    [Fact]
    public async Task A_session_that_the_farm_doesnt_know_any_more_is_stopped()
    {
        var hello = Samples.Hello("one");
        hello.Sessions.Add("s-of-a-farm-that-was-restarted");
        using var runner = await HandRunner.ConnectAsync(_farm, hello);
        var messages = new[] { await runner.NextAsync(), await runner.NextAsync() };

        Assert.Contains(messages, message => message.Command?.Stop?.SessionId == "s-of-a-farm-that-was-restarted");
        await runner.EndAsync("s-of-a-farm-that-was-restarted", lastChunk: 0, V1.SessionEndReason.Stopped);
    }
}
