namespace StapFarm.Cluster.Runners;

/// <summary>
/// The commands of one incarnation of a runner. A command gets its number when it is handed out for the first time, so that
/// one which was called off before leaves no gap.
/// </summary>
internal sealed class CommandQueue
{
    private readonly List<RunnerCommand> _unnumbered = [];
    private readonly List<NumberedCommand> _handedOut = [];
    private long _lastNumber;

    /// <summary>
    /// Another incarnation: it has none of what was handed out, and gets the starts that weren't. Stops were for sessions that
    /// are gone.
    /// </summary>
    public void Begin(long lastCommand)
    {
        _handedOut.Clear();
        _unnumbered.RemoveAll(command => command is RunnerCommand.Stop);
        _lastNumber = lastCommand;
    }

    public void Add(RunnerCommand command) => _unnumbered.Add(command);

    public void Accepted(long number) => _handedOut.RemoveAll(command => command.Number <= number);

    public bool HasAfter(long number) => _unnumbered.Count > 0 || _handedOut is [.., var last] && last.Number > number;

    /// <summary>Hands out what the runner hasn't accepted and doesn't know of.</summary>
    public IReadOnlyList<NumberedCommand> TakeAfter(long number)
    {
        _handedOut.AddRange(_unnumbered.Select(command => new NumberedCommand(++_lastNumber, command)));
        _unnumbered.Clear();
        return [.. _handedOut.Where(command => command.Number > number)];
    }

    /// <summary>Whether a start of this session waits that the runner can't know of.</summary>
    public bool HasUnseenStart(string session) => _unnumbered.Any(command => command is RunnerCommand.Start && command.Session == session);

    /// <summary>The sessions whose start the runner hasn't accepted yet.</summary>
    public IEnumerable<string> PendingStarts =>
        _handedOut.Select(command => command.Command).Concat(_unnumbered).OfType<RunnerCommand.Start>().Select(start => start.Session);

    /// <summary>The session is over: what wasn't handed out is dropped. True when the runner has been given its start.</summary>
    public bool Withdraw(string session)
    {
        var isUnseen = HasUnseenStart(session);
        _unnumbered.RemoveAll(command => command.Session == session);
        return !isUnseen;
    }

    /// <summary>
    /// The session must not run on, should the runner come back with it. A start that may not have arrived becomes the stop,
    /// under its number.
    /// </summary>
    public void StopStray(string session)
    {
        var start = _handedOut.FindIndex(command => command.Command is RunnerCommand.Start && command.Command.Session == session);
        if (start < 0)
        {
            Add(new RunnerCommand.Stop(session));
        }
        else
        {
            _handedOut[start] = _handedOut[start] with { Command = new RunnerCommand.Stop(session) };
        }
    }
}
