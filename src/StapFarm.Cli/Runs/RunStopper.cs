using System.Runtime.InteropServices;
using Grpc.Core;
using StapFarm.Cli.Display;

namespace StapFarm.Cli.Runs;

/// <summary>
/// Ends a run the way Ctrl-C does in stap: the first time the script ends by itself (output of <c>probe end</c> still
/// comes), the second time by force, the third time this command no longer waits.
/// </summary>
internal sealed class RunStopper : IDisposable
{
    private readonly Lock _turn = new();
    private readonly V1.Runs.RunsClient _runs;
    private readonly CliConsole _console;
    private readonly CancellationTokenSource _noLongerWaiting = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private string? _runId;
    private int _asked;
    private Task _sent = Task.CompletedTask;

    public RunStopper(V1.Runs.RunsClient runs, CliConsole console)
    {
        (_runs, _console) = (runs, console);
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Ask();
            }));
        }
    }

    /// <summary>Cancelled when this command no longer waits.</summary>
    public CancellationToken NoLongerWaiting => _noLongerWaiting.Token;

    /// <summary>From now on there is something to stop; if that was asked for already, now.</summary>
    public void Started(string runId)
    {
        lock (_turn)
        {
            _runId = runId;
            for (var asked = 0; asked < _asked; asked++)
            {
                Send();
            }
        }
    }

    /// <summary>Somebody wants the run to end.</summary>
    public void Ask()
    {
        lock (_turn)
        {
            _asked++;
            if (_asked > 2)
            {
                _noLongerWaiting.Cancel();
            }
            else if (_runId is not null)
            {
                Send();
            }
        }
    }

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _noLongerWaiting.Dispose();
    }

    // One after the other, so that the second is the second to the farm too.
    private void Send() => _sent = SendAsync(_sent);

    private async Task SendAsync(Task previous)
    {
        await previous;
        try
        {
            await _runs.StopAsync(new V1.StopRunRequest { RunId = _runId }, deadline: DateTime.UtcNow.AddSeconds(30));
        }
        catch (RpcException exception)
        {
            _console.WriteErrorLine($"stapfarm: the run couldn't be stopped ({PlainText.OneLine(exception.Status.Detail)}); press Ctrl-C again");
        }
    }
}
