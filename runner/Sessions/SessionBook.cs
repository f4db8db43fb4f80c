using Microsoft.Extensions.Logging;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Runner.Options;

namespace StapFarm.Runner.Sessions;

/// <summary>The sessions of this runner: those that run, and those whose end the farm hasn't closed yet. They outlive the connection.</summary>
internal sealed partial class SessionBook(SessionServices services, RunnerOptions options, ILogger<Session> logger)
{
    private readonly Dictionary<string, SessionRecord> _records = [];
    private readonly Dictionary<string, (Session Session, Task Running)> _running = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource? _allClosed;

    /// <summary>Raised when a session has something to report.</summary>
    public event Action? Changed;

    /// <summary>What there is to report.</summary>
    public IReadOnlyList<SessionRecord> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _records.Values];
            }
        }
    }

    /// <summary>Starts a session; one that is known already isn't started again.</summary>
    public void Start(SessionOrder order)
    {
        lock (_gate)
        {
            if (_records.ContainsKey(order.Session))
            {
                return;
            }

            var record = Add(order.Session);
            if (_running.Count >= options.MaxSessions)
            {
                record.MarkEnded(Refused(new FarmFailure(
                    FailureCode.LimitExceeded,
                    $"The runner {options.Name} already runs {_running.Count} sessions, as many as it may (--max-sessions).",
                    "Stop one of them, or start the run later.")));
                return;
            }

            var session = new Session(order, record, services, logger);
            _running[order.Session] = (session, Task.Run(() => RunAsync(session)));
        }
    }

    public void Stop(string id) => Find(id)?.Stop();

    /// <summary>Reports a session that isn't started.</summary>
    public void Refuse(string id, FarmFailure failure)
    {
        lock (_gate)
        {
            if (!_records.ContainsKey(id))
            {
                Add(id).MarkEnded(Refused(failure));
            }
        }
    }

    /// <summary>Reports a session that a runner before this one left behind.</summary>
    public void AddLost(string id, FarmFailure failure)
    {
        lock (_gate)
        {
            Add(id).MarkEnded(new SessionEnd(SessionEndReason.TargetLost, null, failure));
        }
    }

    /// <summary>The farm has stored this much of a session's output.</summary>
    public void Stored(string id, long number)
    {
        SessionRecord? record;
        lock (_gate)
        {
            record = _records.GetValueOrDefault(id);
        }

        if (record is not null && number < record.Spool.Stored)
        {
            // It has lost what it had acknowledged, and here it is gone too: such a session can't be reported, ever.
            LogForgotten(id, record.Spool.Stored, number);
            Close(id);
            return;
        }

        record?.Spool.Acknowledge(number);
    }

    /// <summary>The farm knows how it ended. One that still runs is none of the farm's any more, so it ends.</summary>
    public void Close(string id)
    {
        lock (_gate)
        {
            _records.Remove(id);
            if (_records.Count == 0)
            {
                _allClosed?.TrySetResult();
            }
        }

        Find(id)?.Abandon(SessionEndReason.Stopped);
    }

    /// <summary>Ends everything in order.</summary>
    public void AbandonAll(SessionEndReason reason)
    {
        foreach (var session in Snapshot())
        {
            session.Session.Abandon(reason);
        }
    }

    /// <summary>Completes when nothing runs any more.</summary>
    public Task WhenIdle() => Task.WhenAll(Snapshot().Select(static session => session.Running));

    /// <summary>Completes when the farm has closed every session.</summary>
    public Task WhenClosed()
    {
        lock (_gate)
        {
            _allClosed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_records.Count == 0)
            {
                _allClosed.TrySetResult();
            }

            return _allClosed.Task;
        }
    }

    private static SessionEnd Refused(FarmFailure failure) => new(SessionEndReason.Refused, null, failure);

    private async Task RunAsync(Session session)
    {
        await session.RunAsync();
        lock (_gate)
        {
            _running.Remove(session.Record.Id);
        }

        session.Dispose();
    }

    private SessionRecord Add(string id) => _records[id] = new SessionRecord(id, options.SpoolBytes, () => Changed?.Invoke());

    private Session? Find(string id)
    {
        lock (_gate)
        {
            return _running.TryGetValue(id, out var running) ? running.Session : null;
        }
    }

    private List<(Session Session, Task Running)> Snapshot()
    {
        lock (_gate)
        {
            return [.. _running.Values];
        }
    }
}
