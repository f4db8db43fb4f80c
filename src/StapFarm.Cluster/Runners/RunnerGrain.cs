using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using StapFarm.Cluster.Runs;
using StapFarm.Cluster.Waiting;
using StapFarm.Model.Runs;

namespace StapFarm.Cluster.Runners;

[GrainType("stapfarm.runner"), Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed partial class RunnerGrain(IOptions<RunnerOptions> options, LongPolls polls, TimeProvider time, ILogger<RunnerGrain> logger) : Grain, IRunnerGrain
{
    private readonly Pulse _pulse = new(polls);
    private readonly CommandQueue _commands = new();
    private readonly HashSet<string> _sessions = [];
    private readonly HashSet<string> _strays = [];
    private RunnerHello? _hello;
    private string? _connection;
    private DateTimeOffset _lastSeen;

    private string Id => this.GetPrimaryKeyString();

    private bool IsExpired => time.GetUtcNow() - _lastSeen >= options.Value.Lease;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // A runner that nobody has heard of yet (the farm may have lost this grain) has a lease to come back.
        _lastSeen = time.GetUtcNow();
        var tick = options.Value.Lease / 10;
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(tick, tick) { Interleave = true });
        return Task.CompletedTask;
    }

    public async Task ConnectedAsync(RunnerHello hello, string connection, long lastCommand, IReadOnlyList<string> sessions)
    {
        if (_hello?.Incarnation == hello.Incarnation)
        {
            _commands.Accepted(lastCommand);
        }
        else
        {
            _commands.Begin(lastCommand);
            _strays.Clear();
        }

        _hello = hello;
        _connection = connection;
        _lastSeen = time.GetUtcNow();
        _pulse.Beat();
        LogConnected(Id, hello.Name, hello.Incarnation, sessions.Count);

        await GrainFactory.GetGrain<IRunnerDirectoryGrain>(0).SeenAsync(Id);
        await LoseAsync(
            [.. _sessions.Except(sessions).Except(_commands.PendingStarts)],
            "The runner has come back without this session: it, or its machine, was restarted.");
        await Task.WhenAll(sessions.Except(_sessions).Except(_strays).ToList().Select(AdoptAsync));
    }

    public Task DisconnectedAsync(string connection)
    {
        if (connection == _connection)
        {
            LogDisconnected(Id);
            _connection = null;
            _lastSeen = time.GetUtcNow();
            _pulse.Beat();
        }

        return Task.CompletedTask;
    }

    public Task HeartbeatAsync(string connection)
    {
        Heard(connection);
        return Task.CompletedTask;
    }

    public Task SendAsync(RunnerCommand command)
    {
        if (command is RunnerCommand.Stop && _commands.HasUnseenStart(command.Session))
        {
            // It never began, so there is nothing to end on the target.
            return GrainFactory.GetGrain<ISessionGrain>(command.Session)
                .EndedAsync(SessionEnds.Stopped, lastChunk: 0);
        }

        if (command is RunnerCommand.Start)
        {
            _sessions.Add(command.Session);
        }

        _commands.Add(command);
        _pulse.Beat();
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<NumberedCommand>?> NextCommandsAsync(string connection, long after, TimeSpan wait)
    {
        await _pulse.UntilAsync(() => connection != _connection || _commands.HasAfter(after), wait);
        return connection == _connection ? _commands.TakeAfter(after) : null;
    }

    public Task AcceptedAsync(string connection, long number)
    {
        if (Heard(connection))
        {
            _commands.Accepted(number);
        }

        return Task.CompletedTask;
    }

    public Task SessionOverAsync(string session)
    {
        if (_sessions.Remove(session))
        {
            _commands.Withdraw(session);
        }

        return Task.CompletedTask;
    }

    public Task<RunnerDescription?> DescribeAsync()
    {
        if (_hello is null)
        {
            // Nobody, as far as this farm knows: asking mustn't leave a grain behind.
            if (_sessions.Count == 0)
            {
                DeactivateOnIdle();
            }

            return Task.FromResult<RunnerDescription?>(null);
        }

        return Task.FromResult<RunnerDescription?>(
            new(_hello, _connection is not null && !IsExpired, _lastSeen, _sessions.Count));
    }

    private bool Heard(string connection)
    {
        if (connection != _connection)
        {
            return false;
        }

        _lastSeen = time.GetUtcNow();
        return true;
    }

    private async Task TickAsync()
    {
        if (IsExpired && _sessions.Count > 0)
        {
            var seconds = options.Value.Lease.TotalSeconds;
            await GiveUpAsync([.. _sessions], $"The runner has given no sign of life for {seconds:0.#} s.");
        }
    }

    /// <summary>The runner may still have them.</summary>
    private Task GiveUpAsync(List<string> sessions, string reason)
    {
        foreach (var session in sessions.Where(_commands.Withdraw))
        {
            StopStray(session);
        }

        return LoseAsync(sessions, reason);
    }

    private void StopStray(string session)
    {
        // Once per incarnation: a second stop is one by force.
        if (_strays.Add(session))
        {
            LogStray(session, Id);
            _commands.StopStray(session);
            _pulse.Beat();
        }
    }

    private Task LoseAsync(List<string> sessions, string reason)
    {
        foreach (var session in sessions)
        {
            LogSessionLost(session, Id, reason);
            _sessions.Remove(session);
        }

        return Task.WhenAll(sessions.Select(session => GrainFactory.GetGrain<ISessionGrain>(session).LostAsync(reason)));
    }

    /// <summary>
    /// The runner holds a session that this grain doesn't know of: the grain's state was lost, or the session was given up.
    /// </summary>
    private async Task AdoptAsync(string session)
    {
        var state = await GrainFactory.GetGrain<ISessionGrain>(session).WaitAsync(knownVersion: -1, TimeSpan.Zero);
        if (state is null || state.Phase == SessionPhase.Ended)
        {
            StopStray(session);
        }
        else
        {
            _sessions.Add(session);
        }
    }
}
