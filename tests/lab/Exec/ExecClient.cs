namespace StapFarm.Lab.Exec;

/// <summary>Runs commands on a machine, several at once, also from another process than the one that started it.</summary>
public sealed class ExecClient : IDisposable
{
    private readonly IReadOnlyList<string> _sockets;
    private readonly SemaphoreSlim _free;
    private readonly CancellationTokenSource _machineGone = new();

    /// <param name="sockets">The host's ends of the machine's exec channels.</param>
    public ExecClient(IReadOnlyList<string> sockets)
    {
        _sockets = sockets;
        _free = new SemaphoreSlim(sockets.Count);
    }

    internal CancellationToken MachineGone => _machineGone.Token;

    /// <summary>Starts a command; waits while all channels are used by this process.</summary>
    public async Task<RunningCommand> StartAsync(GuestCommand command, CancellationToken cancellationToken = default)
    {
        await _free.WaitAsync(cancellationToken);
        ExecChannel? channel = null;
        try
        {
            channel = await OpenAsync(cancellationToken);
            return new RunningCommand(this, channel, await channel.SendAsync(command, cancellationToken));
        }
        catch
        {
            channel?.Dispose();
            Release();
            throw;
        }
    }

    /// <summary>Runs a command to its end. Cancelling kills it on the guest.</summary>
    public async Task<ExecResult> RunAsync(GuestCommand command, CancellationToken cancellationToken = default)
    {
        await using var running = await StartAsync(command, cancellationToken);
        return await running.CollectAsync(cancellationToken);
    }

    /// <summary>Ends all that waits for the guest: it will not answer any more.</summary>
    public void Dispose()
    {
        _machineGone.Cancel();
    }

    internal void Release() => _free.Release();

    private async Task<ExecChannel> OpenAsync(CancellationToken cancellationToken)
    {
        foreach (var socket in _sockets)
        {
            if (await ExecChannel.TryOpenAsync(socket, cancellationToken) is { } channel)
            {
                return channel;
            }
        }

        throw new LabException(
            $"All {_sockets.Count} exec channels of the machine are in use, or were left in the middle of a command. "
            + "Wait for the commands that run, or stop the machine and start it anew.");
    }
}
