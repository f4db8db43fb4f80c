using StapFarm.Model.Runs;
using StapFarm.Runner.Output;

namespace StapFarm.Runner.Sessions;

/// <summary>What there is to report of a session, until the farm has closed it.</summary>
/// <param name="changed">Called when there is something new to report.</param>
internal sealed class SessionRecord(string id, long spoolBytes, Action changed)
{
    private SessionEnd? _end;

    public string Id { get; } = id;

    public OutputSpool Spool { get; } = new(spoolBytes);

    /// <summary>Whether its probes were live at some time.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Set once, after the last of its output.</summary>
    public SessionEnd? End => Volatile.Read(ref _end);

    public void Append(OutputChannel channel, ReadOnlySpan<byte> bytes)
    {
        Spool.Append(channel, bytes);
        changed();
    }

    public void MarkRunning()
    {
        IsRunning = true;
        changed();
    }

    public void MarkEnded(SessionEnd end)
    {
        Spool.Close();
        Volatile.Write(ref _end, end);
        changed();
    }
}
