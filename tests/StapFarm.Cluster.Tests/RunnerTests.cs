using StapFarm.Cluster.Runners;
using StapFarm.Cluster.Tests.Farm;
using StapFarm.Model.Runs;
using static StapFarm.Cluster.Tests.Farm.Samples;

namespace StapFarm.Cluster.Tests;

public sealed class RunnerTests : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private TestFarm _farm = null!;

    private IRunnerGrain Runner => _farm.Runner("r");

    public async Task InitializeAsync() => _farm = await TestFarm.StartAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task Commands_are_numbered_from_one_and_handed_out_in_order()
    {
        await Connect("c1");
        await StartSession("s1");
        await StartSession("s2");

        Assert.Equal([(1L, "s1"), (2L, "s2")], await Commands("c1", after: 0));
        Assert.Equal([(2L, "s2")], await Commands("c1", after: 1));
    }

    [Fact]
    public async Task A_connection_that_waits_is_woken_by_the_next_command()
    {
        await Connect("c1");
        var next = Runner.NextCommandsAsync("c1", after: 0, Wait);
        await StartSession("s1");

        Assert.Single((await next.Soon())!);
    }

    [Fact]
    public async Task Without_a_command_the_wait_ends_with_none()
    {
        await Connect("c1");

        Assert.Empty((await _farm.PassUntilAsync(Runner.NextCommandsAsync("c1", after: 0, TimeSpan.FromSeconds(2))))!);
    }

    [Fact]
    public async Task The_newest_connection_is_the_runners_and_an_older_one_is_told_so()
    {
        await Connect("c1");
        var old = Runner.NextCommandsAsync("c1", after: 0, Wait);
        await Connect("c2");

        Assert.Null(await old.Soon());
        Assert.Null(await Runner.NextCommandsAsync("c1", after: 0, Wait).Soon());
        await Runner.DisconnectedAsync("c1");
        Assert.True((await Runner.DescribeAsync())!.Connected);
    }

    [Fact]
    public async Task After_a_reconnect_only_what_was_not_carried_out_is_sent_again()
    {
        await Connect("c1");
        await StartSession("s1");
        await StartSession("s2");
        await StartSession("s3");
        await Commands("c1", after: 0);
        await Runner.AcceptedAsync("c1", 1);
        await Runner.DisconnectedAsync("c1");

        // The second was carried out too, but the word of it was lost with the connection.
        await Connect("c2", lastCommand: 2, sessions: ["s1", "s2"]);
        await StartSession("s4");

        Assert.Equal([(3L, "s3"), (4L, "s4")], await Commands("c2", after: 2));
        Assert.Equal(SessionPhase.Starting, await Phase("s1"));
    }

    [Fact]
    public async Task A_restarted_runner_loses_the_sessions_that_it_does_not_name_and_numbering_begins_anew()
    {
        await Connect("c1");
        await StartSession("s1");
        await StartSession("s2");
        await Commands("c1", after: 0);
        await Runner.AcceptedAsync("c1", 2);

        await Connect("c2", incarnation: "i2", sessions: ["s2"]);
        await StartSession("s3");

        Assert.Equal((SessionPhase.Ended, SessionEndReason.TargetLost), await PhaseAndEnd("s1"));
        Assert.Equal(SessionPhase.Starting, await Phase("s2"));
        Assert.Equal([(1L, "s3")], await Commands("c2", after: 0));
        Assert.Equal(2, (await Runner.DescribeAsync())!.Sessions);
    }

    [Fact]
    public async Task A_start_that_was_handed_to_a_runner_which_then_restarted_is_lost_and_one_that_was_not_goes_to_the_new_one()
    {
        await Connect("c1");
        await StartSession("s1");
        await Commands("c1", after: 0);
        await Runner.DisconnectedAsync("c1");
        await StartSession("s2");

        await Connect("c2", incarnation: "i2");

        Assert.Equal((SessionPhase.Ended, SessionEndReason.TargetLost), await PhaseAndEnd("s1"));
        Assert.Equal([(1L, "s2")], await Commands("c2", after: 0));
    }

    [Fact]
    public async Task A_farm_that_forgot_the_runner_goes_on_numbering_where_the_runner_is()
    {
        await Connect("c1", lastCommand: 17);
        await StartSession("s1");

        Assert.Equal([(18L, "s1")], await Commands("c1", after: 17));
    }

    [Fact]
    public async Task A_session_that_the_farm_does_not_know_is_stopped_once()
    {
        await Connect("c1", sessions: ["stray"]);
        await Connect("c2", sessions: ["stray"]);

        var commands = await Runner.NextCommandsAsync("c2", after: 0, Wait).Soon();

        Assert.Equal([new NumberedCommand(1, new RunnerCommand.Stop("stray"))], commands);
    }

    [Fact]
    public async Task Sessions_outlive_a_short_loss_of_the_connection()
    {
        await Connect("c1");
        await StartSession("s1");
        await Commands("c1", after: 0);
        await Runner.DisconnectedAsync("c1");
        Assert.False((await Runner.DescribeAsync())!.Connected);

        await _farm.PassAsync(TimeSpan.FromSeconds(25));
        await Connect("c2", lastCommand: 1, sessions: ["s1"]);
        await _farm.PassAsync(TimeSpan.FromSeconds(25));

        Assert.Equal(SessionPhase.Starting, await Phase("s1"));
    }

    [Fact]
    public async Task Sessions_of_a_runner_that_stays_away_are_lost_when_its_lease_ends()
    {
        await Connect("c1");
        await StartSession("s1");
        await Commands("c1", after: 0);
        await Runner.DisconnectedAsync("c1");

        await _farm.PassAsync(TimeSpan.FromSeconds(29));
        Assert.Equal(SessionPhase.Starting, await Phase("s1"));
        var end = await _farm.PassUntilAsync(EndOf("s1"));

        Assert.Equal(SessionEndReason.TargetLost, end.Reason);
        Assert.Contains("no sign of life for 30 s", end.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_without_a_sign_of_life_counts_as_none()
    {
        await Connect("c1");
        await StartSession("s1");
        await _farm.PassAsync(TimeSpan.FromSeconds(20));
        await Runner.HeartbeatAsync("c1");
        await _farm.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(SessionPhase.Starting, await Phase("s1"));

        await _farm.PassUntilAsync(EndOf("s1"));

        Assert.False((await Runner.DescribeAsync())!.Connected);
    }

    [Fact]
    public async Task A_runner_that_stays_away_for_hours_is_still_known()
    {
        await Connect("c1");
        await _farm.PassAsync(TimeSpan.FromHours(3), step: TimeSpan.FromMinutes(1));

        var description = await Runner.DescribeAsync();

        Assert.Equal((false, Now), (description!.Connected, description.LastSeen));
        Assert.Equal(["r"], await _farm.Directory.ListAsync());
    }

    [Fact]
    public async Task A_runner_that_comes_back_after_its_lease_is_told_to_stop_what_it_still_holds_once()
    {
        await Connect("c1");
        await StartSession("s1");
        await StartSession("s2");
        await Commands("c1", after: 0);
        await Runner.AcceptedAsync("c1", 1);
        await Runner.DisconnectedAsync("c1");
        await StartSession("s3");
        await _farm.PassUntilAsync(Task.WhenAll(EndOf("s1"), EndOf("s2"), EndOf("s3")));

        await Connect("c2", lastCommand: 1, sessions: ["s1"]);
        var commands = await Runner.NextCommandsAsync("c2", after: 1, Wait).Soon();

        // The second start may have arrived: its number becomes its stop. The third was never handed out.
        Assert.Equal(
            [new NumberedCommand(2, new RunnerCommand.Stop("s2")), new NumberedCommand(3, new RunnerCommand.Stop("s1"))],
            commands);
    }

    [Fact]
    public async Task The_directory_lists_the_runners_that_connected_and_a_runner_that_never_did_has_no_description()
    {
        await Connect("c1");
        await _farm.Runner("a").ConnectedAsync(Hello("a"), "c2", 0, []);

        Assert.Equal(["a", "r"], await _farm.Directory.ListAsync());
        Assert.Null(await _farm.Runner("nobody").DescribeAsync());
        var description = await Runner.DescribeAsync();
        Assert.Equal(("name-r", "7", true, Now), (description!.Hello.Name, description.Hello.Labels["rack"], description.Connected, description.LastSeen));
    }

    private Task Connect(string connection, string incarnation = "i1", long lastCommand = 0, IReadOnlyList<string>? sessions = null) =>
        Runner.ConnectedAsync(Hello("r", incarnation), connection, lastCommand, sessions ?? []).Soon();

    /// <summary>Starts a session, and waits until its command is at the runner's grain.</summary>
    private async Task StartSession(string session)
    {
        var before = (await Runner.DescribeAsync())?.Sessions ?? 0;
        await _farm.Session(session).StartAsync(Plan(session, "r"));
        await TestFarm.UntilAsync(async () => (await Runner.DescribeAsync())?.Sessions > before);
    }

    private async Task<IEnumerable<(long Number, string Session)>> Commands(string connection, long after) =>
        (await Runner.NextCommandsAsync(connection, after, Wait).Soon())!.Select(command => (command.Number, command.Command.Session));

    private async Task<SessionPhase> Phase(string session) => (await PhaseAndEnd(session)).Phase;

    private async Task<(SessionPhase Phase, SessionEndReason? End)> PhaseAndEnd(string session)
    {
        var state = await _farm.Session(session).WaitAsync(-1, TimeSpan.Zero);
        return (state!.Phase, state.End?.Reason);
    }

    private async Task<SessionEnd> EndOf(string session) =>
        (await _farm.Session(session).UntilAsync(state => state.Phase == SessionPhase.Ended)).End!;
}
