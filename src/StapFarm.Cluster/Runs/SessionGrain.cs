using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using StapFarm.Cluster.Care;
using StapFarm.Cluster.Runners;
using StapFarm.Cluster.Waiting;
using StapFarm.Model.Runs;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Runs;

[GrainType("stapfarm.session"), Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed partial class SessionGrain(
    SessionLaunch launch,
    IOptions<RunnerOptions> options,
    LongPolls polls,
    ILogger<SessionGrain> logger) : Grain, ISessionGrain
{
    private readonly Pulse _pulse = new(polls);
    private SessionState? _state;
    private bool _isSent;
    private bool _hasLoaded;
    private int _stops;

    private IRunnerGrain Runner => GrainFactory.GetGrain<IRunnerGrain>(_state!.Plan.Runner);

    private ISessionRegisterGrain Register => GrainFactory.GetGrain<ISessionRegisterGrain>(0);

    private bool IsOver => _state is null or { Phase: SessionPhase.Ended };

    public Task StartAsync(SessionPlan plan)
    {
        if (_state is null)
        {
            var phase = plan.Build is null ? SessionPhase.Starting : SessionPhase.Building;
            _state = new SessionState(1, plan, phase, BuildProgress: null, LastChunk: 0, End: null);
            this.RegisterGrainTimer(SayThatItGoesOnAsync, new GrainTimerCreationOptions(SessionRegisterGrain.Interval, SessionRegisterGrain.Interval) { Interleave = true });
            LaunchAsync(plan).Ignore();
        }

        return Task.CompletedTask;
    }

    public async Task<SessionState?> WaitAsync(long knownVersion, TimeSpan wait)
    {
        if (_state is null)
        {
            DeactivateOnIdle();
            return null;
        }

        await _pulse.UntilAsync(() => _state is null || _state.Version != knownVersion, wait);
        return _state;
    }

    public Task OutputStoredAsync(long lastChunk)
    {
        if (!IsOver && lastChunk > _state!.LastChunk)
        {
            Change(state => state with { LastChunk = lastChunk });
        }

        return Task.CompletedTask;
    }

    public Task RunningAsync()
    {
        if (IsOver || !_isSent)
        {
            return Task.CompletedTask;
        }

        if (_state!.Phase == SessionPhase.Starting)
        {
            Change(state => state with { Phase = SessionPhase.Running });
        }

        if (!_hasLoaded)
        {
            _hasLoaded = true;
            RecordLoadAsync(failedWith: null).Ignore();
        }

        return Task.CompletedTask;
    }

    public async Task EndedAsync(SessionEnd end, long lastChunk)
    {
        if (IsOver)
        {
            return;
        }

        if (end.Reason == SessionEndReason.LoadFailed)
        {
            RecordLoadAsync(end).Ignore();
        }

        await EndAsync(end, lastChunk);
    }

    public async Task StopAsync()
    {
        if (IsOver)
        {
            return;
        }

        if (!_isSent)
        {
            await EndAsync(SessionEnds.Stopped);
            return;
        }

        if (_state!.Phase != SessionPhase.Stopping)
        {
            Change(state => state with { Phase = SessionPhase.Stopping });
        }

        // The second is by force; there is nothing beyond that.
        if (++_stops <= 2)
        {
            await Runner.SendAsync(new RunnerCommand.Stop(_state.Plan.Session));
        }
    }

    public Task LostAsync(string reason) =>
        IsOver ? Task.CompletedTask : EndAsync(SessionEnds.TargetLost(reason, _state!.Plan));

    private async Task LaunchAsync(SessionPlan plan)
    {
        try
        {
            // Before anything is read: from here on nobody takes away what it needs.
            await Register.GoesOnAsync(plan);
            if (plan.Build is { } build)
            {
                await launch.BuildAsync(build, ShowBuild, () => IsOver);
            }

            if (IsOver)
            {
                return;
            }

            var start = await launch.PrepareAsync(plan);
            if (IsOver)
            {
                return;
            }

            // Before the call: from now on a stop has to reach the runner.
            _isSent = true;
            Change(state => state with { Phase = SessionPhase.Starting });
            await Runner.SendAsync(start);
        }
        catch (Exception exception)
        {
            LogNotLaunched(exception, plan.Session);
            if (!IsOver)
            {
                await EndAsync(SessionEnds.Refused(exception));
            }
        }
    }

    private void ShowBuild(WorkProgress progress)
    {
        if (!IsOver)
        {
            Change(state => state with { BuildProgress = progress });
        }
    }

    private async Task EndAsync(SessionEnd end, long lastChunk = 0)
    {
        Change(state => state with { Phase = SessionPhase.Ended, End = end, LastChunk = Math.Max(state.LastChunk, lastChunk) });
        this.RegisterGrainTimer(ForgetAsync, new GrainTimerCreationOptions(options.Value.SessionMemory, Timeout.InfiniteTimeSpan) { Interleave = true });
        Register.OverAsync(_state!.Plan.Session).Ignore();
        if (_isSent)
        {
            await Runner.SessionOverAsync(_state!.Plan.Session);
        }
    }

    private Task SayThatItGoesOnAsync() => IsOver ? Task.CompletedTask : Register.GoesOnAsync(_state!.Plan);

    private Task ForgetAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private async Task RecordLoadAsync(SessionEnd? failedWith)
    {
        var plan = _state!.Plan;
        try
        {
            await launch.RecordLoadAsync(plan, failedWith);
        }
        catch (Exception exception)
        {
            LogNotRecorded(exception, plan.Session);
        }
    }

    private void Change(Func<SessionState, SessionState> change)
    {
        var before = _state!;
        _state = change(before) with { Version = before.Version + 1 };
        _pulse.Beat();
    }
}
