using StapFarm.Model.Runs;

namespace StapFarm.Runner.Sessions;

/// <summary>Asks a session to end: once in order, as Ctrl-C does; then by force. The first reason is the one that is reported.</summary>
internal sealed class StopSwitch : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly CancellationTokenSource _forced = new();
    private readonly Lock _gate = new();

    /// <summary>Null while nobody has asked.</summary>
    public SessionEndReason? Reason { get; private set; }

    public CancellationToken Asked => _asked.Token;

    public CancellationToken Forced => _forced.Token;

    /// <summary>Somebody asks: a second time means by force.</summary>
    public void Command()
    {
        if (!Ask(SessionEndReason.Stopped))
        {
            Force();
        }
    }

    /// <returns>Whether this was the first reason.</returns>
    public bool Ask(SessionEndReason reason)
    {
        lock (_gate)
        {
            if (Reason is not null)
            {
                return false;
            }

            Reason = reason;
        }

        _asked.Cancel();
        return true;
    }

    public void Force() => _forced.Cancel();

    public void Dispose()
    {
        _asked.Dispose();
        _forced.Dispose();
    }
}
