using System.Threading.Channels;

namespace StapFarm.Lab.Exec;

/// <summary>A command that runs on the guest. Disposing of it kills what still runs.</summary>
public sealed class RunningCommand : IAsyncDisposable
{
    private const int Kill = 9;

    /// <summary>A frozen machine can't kill anything; its channel is given up instead.</summary>
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(20);

    private readonly ExecClient _client;
    private readonly ExecChannel _channel;
    private readonly string _id;
    private readonly Channel<ExecOutput> _output = Channel.CreateUnbounded<ExecOutput>();
    private readonly TaskCompletionSource<int> _processId = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal RunningCommand(ExecClient client, ExecChannel channel, string id)
    {
        _client = client;
        _channel = channel;
        _id = id;
        ExitCode = PumpAsync();
    }

    /// <summary>What the command writes, as it comes; complete when the command has ended.</summary>
    public ChannelReader<ExecOutput> Output => _output.Reader;

    /// <summary>
    /// Ends when the command has ended and nobody holds its output open any more; a background process that inherited
    /// it keeps it open, as with ssh. Fails with <see cref="LabException"/> when the machine goes away.
    /// </summary>
    public Task<int> ExitCode { get; }

    /// <summary>The process on the guest, which leads a session and a process group of its own.</summary>
    public Task<int> ProcessId => _processId.Task;

    /// <summary>Sends a signal to the command's process group.</summary>
    public async Task SignalAsync(int signal, CancellationToken cancellationToken = default)
    {
        var group = await ProcessId.WaitAsync(cancellationToken);
        await _client.RunAsync(GuestCommand.Shell($"kill -{signal} -- -{group} 2>/dev/null"), cancellationToken);
    }

    /// <summary>Waits for the end and gives all output that was not read from <see cref="Output"/>.</summary>
    public async Task<ExecResult> CollectAsync(CancellationToken cancellationToken = default)
    {
        using var standardOutput = new MemoryStream();
        using var standardError = new MemoryStream();
        await foreach (var output in Output.ReadAllAsync(cancellationToken))
        {
            (output.IsError ? standardError : standardOutput).Write(output.Bytes.Span);
        }

        return new ExecResult(
            await ExitCode.WaitAsync(cancellationToken), standardOutput.ToArray(), standardError.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!ExitCode.IsCompleted)
            {
                using var patience = new CancellationTokenSource(KillPatience);
                await SignalAsync(Kill, patience.Token);
                await ExitCode.WaitAsync(patience.Token);
            }
        }
        catch (Exception e) when (e is LabException or OperationCanceledException)
        {
            _channel.Dispose();
        }
    }

    private async Task<int> PumpAsync()
    {
        try
        {
            while (await _channel.Frames.ReadAsync(_client.MachineGone) is { } frame)
            {
                switch (frame.Kind)
                {
                    case var _ when frame.Id != _id:
                        throw new LabException("The guest's exec agent answers another request; the channel is out of step.");
                    case 'p':
                        _processId.TrySetResult(frame.Number);
                        break;
                    case 'x':
                        _channel.MarkIdle();
                        _output.Writer.TryComplete();
                        return frame.Number;
                    default:
                        _output.Writer.TryWrite(new ExecOutput(frame.Kind == 'e', frame.Payload));
                        break;
                }
            }

            throw new LabException("The machine went away while a command ran on it.");
        }
        catch (Exception e)
        {
            var failure = e as LabException ?? new LabException("The machine went away while a command ran on it.", e);
            _processId.TrySetException(failure);
            _output.Writer.TryComplete(failure);
            throw failure;
        }
        finally
        {
            _channel.Dispose();
            _client.Release();
        }
    }
}
