using Microsoft.Extensions.Logging;
using StapFarm.Model.Runs;
using StapFarm.Runner.Native;
using StapFarm.Runner.Output;
using StapFarm.Runner.Processes;

namespace StapFarm.Runner.Sessions;

/// <summary>
/// Runs one staprun from its start to the unloaded module: reads what it prints, ends it when asked.
/// An interrupt is only sent once stapio handles it: between staprun's handlers and stapio's there is a moment in which
/// it would kill the process and leave the module behind.
/// </summary>
internal sealed partial class StaprunSupervisor(
    AdmittedSession session,
    SessionRecord record,
    StopSwitch stop,
    ModuleRemover remover,
    TimeProvider time,
    ILogger<StaprunSupervisor> logger)
{
    // stapio looks at its signals twice a second; unloading hundreds of probes takes seconds.
    private static readonly TimeSpan ForcePatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OrderlyPatience = TimeSpan.FromSeconds(60);

    // Then a module of this name, if there is one, is somebody else's.
    private const string NotInserted = "Couldn't insert module";

    private readonly Lock _gate = new();
    private readonly ToolWords _words = new();
    private readonly List<ITimer> _timers = [];
    private string _module = session.Ticket.ModuleName;
    private bool _inserting;
    private bool _attached;
    private bool _interruptWaits;
    private bool _over;

    public async Task<StaprunOutcome> RunAsync(IStaprunProcess process)
    {
        using var asked = stop.Asked.Register(() => Interrupt(process));
        using var forced = stop.Forced.Register(() => Force(process));
        using var reason = stop.Asked.Register(EscalateUnlessCommanded);
        var pumping = Task.Factory.StartNew(() => Pump(process), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // Unread, staprun would stand still for ever.
        _ = pumping.ContinueWith(
            _ => process.Signal(Signals.Kill, group: true),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
        var exitCode = await process.Exited;
        DropTimers();
        await pumping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var stays = _inserting && !_words.Contain(NotInserted) ? await remover.RemoveAsync(_module) : null;
        await pumping;
        return new StaprunOutcome(exitCode, _module, stays, _words.ToArray());
    }

    private void Pump(IStaprunProcess process)
    {
        var filter = new StderrFilter(
            suppressRepeats: session.Ticket.Command is null,
            bytes => Deliver(OutputChannel.Stderr, bytes.Span),
            (news, text) => Hear(process, news, text));
        var buffer = new byte[64 << 10];
        while (true)
        {
            record.Spool.WaitForRoom();
            var taken = process.Read(buffer, out var channel);
            if (taken == 0)
            {
                filter.Flush();
                return;
            }

            if (channel == OutputChannel.Stderr)
            {
                filter.Push(buffer.AsSpan(0, taken));
            }
            else
            {
                Deliver(channel, buffer.AsSpan(0, taken));
            }
        }
    }

    private void Deliver(OutputChannel channel, ReadOnlySpan<byte> bytes)
    {
        if (channel == OutputChannel.Stderr && !record.IsRunning)
        {
            _words.Add(bytes);
        }

        record.Append(channel, bytes);
        if (session.Order.OutputLimit is { } limit && record.Spool.Total >= limit)
        {
            stop.Ask(SessionEndReason.OutputLimit);
        }
    }

    private void Hear(IStaprunProcess process, StaprunNews news, string text)
    {
        switch (news)
        {
            case StaprunNews.Inserting:
                _module = text;
                _inserting = true;
                break;
            case StaprunNews.Attached:
                Attached(process);
                break;
            case StaprunNews.Running:
                LogRunning(record.Id, _module, process.Pid);
                record.MarkRunning();
                if (session.Order.TimeLimit is { } limit)
                {
                    After(limit, () => stop.Ask(SessionEndReason.TimeLimit));
                }

                break;
            case StaprunNews.Failed:
                LogFailed(record.Id, _module, text);
                break;
        }
    }

    private void Attached(IStaprunProcess process)
    {
        lock (_gate)
        {
            _attached = true;
            if (!_interruptWaits)
            {
                return;
            }
        }

        process.Signal(Signals.Interrupt, group: true);
    }

    private void Interrupt(IStaprunProcess process)
    {
        LogStopping(record.Id, stop.Reason!.Value);
        lock (_gate)
        {
            if (!_attached)
            {
                _interruptWaits = true;
                return;
            }
        }

        process.Signal(Signals.Interrupt, group: true);
    }

    // Nobody presses Ctrl-C a second time when a limit or a lost lease ended the session.
    private void EscalateUnlessCommanded()
    {
        if (stop.Reason != SessionEndReason.Stopped)
        {
            After(OrderlyPatience, stop.Force);
        }
    }

    private void Force(IStaprunProcess process)
    {
        LogForcing(record.Id);
        record.Spool.AllowDropping();
        bool attached;
        lock (_gate)
        {
            attached = _attached;
        }

        if (!attached)
        {
            process.Signal(Signals.Kill, group: true);
            return;
        }

        // With its third signal stapio gives up waiting for the module. Two of one kind in a row may arrive as one.
        process.Signal(Signals.Terminate, group: false);
        process.Signal(Signals.Hangup, group: false);
        After(ForcePatience, () => process.Signal(Signals.Kill, group: true));
    }

    private void After(TimeSpan patience, Action action)
    {
        lock (_gate)
        {
            if (!_over)
            {
                _timers.Add(time.CreateTimer(_ => action(), null, patience, Timeout.InfiniteTimeSpan));
            }
        }
    }

    // Its number may soon be another process's.
    private void DropTimers()
    {
        lock (_gate)
        {
            _over = true;
            foreach (var timer in _timers)
            {
                timer.Dispose();
            }
        }
    }
}
