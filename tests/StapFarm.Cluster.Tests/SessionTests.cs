using StapFarm.Cluster.Runners;
using StapFarm.Cluster.Runs;
using StapFarm.Cluster.Tests.Farm;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Model.Work;
using static StapFarm.Cluster.Tests.Farm.Samples;

namespace StapFarm.Cluster.Tests;

public sealed class SessionTests : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private static readonly WorkItem Build = Translation("a");
    private static readonly SessionEnd Exited = new(SessionEndReason.Exited, 0, null);

    private TestFarm _farm = null!;

    private ISessionGrain Session => _farm.Session("s");

    private IRunnerGrain Runner => _farm.Runner("r");

    public async Task InitializeAsync()
    {
        _farm = await TestFarm.StartAsync();
        await Runner.ConnectedAsync(Hello("r"), "c", 0, []);
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task A_session_builds_starts_runs_and_ends()
    {
        await Session.StartAsync(Plan("s", "r", Build));
        Assert.Equal(SessionPhase.Building, (await Session.WaitAsync(-1, Wait))!.Phase);

        var lease = await _farm.Scheduler.LeaseAsync(Worker("w"), Wait).Soon();
        await _farm.Scheduler.ProgressAsync(lease!.Id, new WorkProgress("pass 2", "elaborate"));
        await Session.UntilAsync(state => state.BuildProgress?.Stage == "pass 2").Soon();
        await _farm.Scheduler.CompleteAsync(lease.Id, Done);

        var start = (RunnerCommand.Start)(await NextCommand(0)).Command;
        Assert.Equal(("s", Blob("module")), (start.Session, start.Module));
        Assert.Equal(SessionPhase.Starting, await Phase());

        await Session.RunningAsync();
        Assert.Equal(SessionPhase.Running, await Phase());
        Assert.Null(await _farm.Starter.LoadOf("s").Soon());

        await Session.OutputStoredAsync(3);
        await Session.EndedAsync(Exited, 5);
        var end = await Session.WaitAsync(-1, Wait);
        Assert.Equal((SessionPhase.Ended, Exited, 5L), (end!.Phase, end.End, end.LastChunk));
        Assert.Equal(0, (await Runner.DescribeAsync())!.Sessions);
    }

    [Fact]
    public async Task A_cached_module_starts_at_once()
    {
        await Session.StartAsync(Plan("s", "r"));
        Assert.Equal(SessionPhase.Starting, await Phase());

        Assert.IsType<RunnerCommand.Start>((await NextCommand(0)).Command);
    }

    [Fact]
    public async Task Sessions_of_one_build_share_it()
    {
        await _farm.Run("run").StartAsync([Plan("s", "r", Build), Plan("s2", "r", Build)]);
        await Session.UntilAsync(state => state.BuildProgress is not null).Soon();
        await _farm.Session("s2").UntilAsync(state => state.BuildProgress is not null).Soon();
        var lease = await _farm.Scheduler.LeaseAsync(Worker("w"), Wait).Soon();
        await _farm.Scheduler.CompleteAsync(lease!.Id, Done);

        await Session.UntilAsync(state => state.Phase == SessionPhase.Starting).Soon();
        await _farm.Session("s2").UntilAsync(state => state.Phase == SessionPhase.Starting).Soon();
        Assert.Equal(0, (await _farm.Scheduler.StatusAsync()).Queued);
    }

    [Fact]
    public async Task A_build_that_fails_ends_the_session_with_its_failure()
    {
        await Session.StartAsync(Plan("s", "r", Build));
        var lease = await _farm.Scheduler.LeaseAsync(Worker("w"), Wait).Soon();
        await _farm.Scheduler.CompleteAsync(lease!.Id, WorkResult.Failed(ScriptError));

        var end = await EndAsync();

        Assert.Equal((SessionEndReason.Refused, ScriptError.Message, 2), (end.Reason, end.Failure!.Message, end.Failure.Pass));
        Assert.False(_farm.Starter.HasLoadOf("s"));
    }

    [Fact]
    public async Task A_start_that_the_host_refuses_ends_the_session_with_the_reason()
    {
        _farm.Starter.OnPrepare = (_, _) => throw new FarmException(FailureCode.NotFound, "The module has gone.");
        await Session.StartAsync(Plan("s", "r"));

        var end = await EndAsync();

        Assert.Equal((SessionEndReason.Refused, FailureCode.NotFound), (end.Reason, end.Failure!.Code));
    }

    [Fact]
    public async Task A_host_that_holds_up_its_thread_holds_up_no_grain_and_is_given_up_in_the_end()
    {
        var preparing = new TaskCompletionSource();
        using var mayGoOn = new ManualResetEventSlim();
        _farm.Starter.OnPrepare = (_, _) =>
        {
            preparing.SetResult();
            mayGoOn.Wait(CancellationToken.None);
            return Task.CompletedTask;
        };
        await Session.StartAsync(Plan("s", "r"));
        await preparing.Task.Soon();
        Assert.Equal(SessionPhase.Starting, await Phase());

        var end = await _farm.PassUntilAsync(EndAsync());
        mayGoOn.Set();

        Assert.Equal((SessionEndReason.Refused, FailureCode.Unavailable), (end.Reason, end.Failure!.Code));
    }

    [Fact]
    public async Task Stopping_during_the_build_ends_the_session_at_once_and_nothing_is_sent()
    {
        await Session.StartAsync(Plan("s", "r", Build));
        var lease = await _farm.Scheduler.LeaseAsync(Worker("w"), Wait).Soon();
        await Session.StopAsync();
        Assert.Equal(SessionEndReason.Stopped, (await EndAsync()).Reason);

        await _farm.Scheduler.CompleteAsync(lease!.Id, Done);
        await _farm.Session("s2").StartAsync(Plan("s2", "r"));

        Assert.Equal("s2", (await NextCommand(0)).Command.Session);
    }

    [Fact]
    public async Task The_first_stop_ends_as_Ctrl_C_does_the_second_by_force_and_more_change_nothing()
    {
        await Session.StartAsync(Plan("s", "r"));
        await NextCommand(0);
        await Session.RunningAsync();
        await Session.StopAsync();
        Assert.Equal(SessionPhase.Stopping, await Phase());
        await Session.StopAsync();
        await Session.StopAsync();

        var stops = await Runner.NextCommandsAsync("c", after: 1, Wait).Soon();

        Assert.Equal([new NumberedCommand(2, new RunnerCommand.Stop("s")), new NumberedCommand(3, new RunnerCommand.Stop("s"))], stops);
    }

    [Fact]
    public async Task Stopping_what_the_runner_has_not_been_given_yet_ends_it()
    {
        await Runner.DisconnectedAsync("c");
        await Session.StartAsync(Plan("s", "r"));
        await TestFarm.UntilAsync(async () => (await Runner.DescribeAsync())!.Sessions == 1);
        await Session.StopAsync();

        Assert.Equal(SessionEndReason.Stopped, (await EndAsync()).Reason);
        await Runner.ConnectedAsync(Hello("r"), "c2", 0, []);
        Assert.Empty((await Runner.NextCommandsAsync("c2", after: 0, TimeSpan.Zero))!);
    }

    [Fact]
    public async Task A_module_that_the_kernel_refused_is_evidence_against_its_pair()
    {
        await Session.StartAsync(Plan("s", "r"));
        await NextCommand(0);
        var refused = new SessionEnd(SessionEndReason.LoadFailed, 1, new FarmFailure(FailureCode.LoadFailed, "Invalid module format."));
        await Session.EndedAsync(refused, 0);

        Assert.Equal(SessionEndReason.LoadFailed, (await _farm.Starter.LoadOf("s").Soon())!.Reason);
    }

    [Fact]
    public async Task An_end_is_recorded_once_and_a_late_report_of_a_lost_session_changes_nothing()
    {
        await Session.StartAsync(Plan("s", "r"));
        await NextCommand(0);
        await Session.LostAsync("The runner has restarted.");
        await Session.EndedAsync(Exited, 9);
        await Session.RunningAsync();
        await Session.OutputStoredAsync(9);
        await Session.LostAsync("Again.");

        var state = await Session.WaitAsync(-1, Wait);

        Assert.Equal((SessionEndReason.TargetLost, "The runner has restarted.", 0L), (state!.End!.Reason, state.End.Failure!.Message, state.LastChunk));
        Assert.False(_farm.Starter.HasLoadOf("s"));
    }

    [Fact]
    public async Task A_runner_that_never_connects_loses_the_session_when_its_lease_ends()
    {
        await Session.StartAsync(Plan("s", "nobody"));

        Assert.Equal(SessionEndReason.TargetLost, (await _farm.PassUntilAsync(EndAsync())).Reason);
    }

    [Fact]
    public async Task A_watcher_is_woken_by_output_and_gets_the_old_state_when_nothing_changes()
    {
        await Session.StartAsync(Plan("s", "r"));
        await NextCommand(0);
        var known = (await Session.UntilAsync(state => state.Version > 1).Soon()).Version;
        var changed = Session.WaitAsync(known, Wait);
        await Session.OutputStoredAsync(2);

        Assert.Equal(2, (await changed.Soon())!.LastChunk);
        Assert.Equal(known + 1, (await _farm.PassUntilAsync(Session.WaitAsync(known + 1, TimeSpan.FromSeconds(3))))!.Version);
    }

    [Fact]
    public async Task A_run_knows_its_sessions_stops_them_all_and_is_forgotten_with_the_last()
    {
        var run = _farm.Run("run");
        Assert.Null(await run.SessionsAsync());
        await run.StartAsync([Plan("s", "r", Build), Plan("s2", "r", Build)]);
        Assert.Equal(["s", "s2"], (await run.SessionsAsync())!.Select(plan => plan.Session));

        await run.StopAsync();
        Assert.Equal(SessionEndReason.Stopped, (await EndAsync()).Reason);
        Assert.NotNull(await run.SessionsAsync());

        await TestFarm.UntilAsync(async () =>
        {
            _farm.Time.Advance(TimeSpan.FromHours(1));
            return await run.SessionsAsync() is null;
        });
    }

    private async Task<NumberedCommand> NextCommand(long after) => (await Runner.NextCommandsAsync("c", after, Wait).Soon())!.Single();

    private async Task<SessionPhase> Phase() => (await Session.WaitAsync(-1, TimeSpan.Zero).Soon())!.Phase;

    private async Task<SessionEnd> EndAsync() => (await Session.UntilAsync(state => state.Phase == SessionPhase.Ended)).End!;
}
