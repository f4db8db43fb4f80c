using Grpc.Core;
using StapFarm.Cluster.Runners;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Hosting;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Runners;

/// <summary>One runner's stream, from its hello to its end.</summary>
internal sealed partial class RunnerConnection(
    IGrainFactory grains,
    RunnerHello hello,
    ISessionLogStore logs,
    SerialWriter<V1.FarmMessage> writer,
    TimeSpan lease,
    ILogger<RunnerConnection> logger)
{
    private readonly string _connection = Guid.NewGuid().ToString("N");
    private readonly IRunnerGrain _runner = grains.GetGrain<IRunnerGrain>(hello.Id);
    private readonly SessionIntake _intake = new(grains, logs, hello.Id);

    /// <param name="first">What the runner said of its sessions and commands.</param>
    /// <param name="ending">Cancelled when the stream ends for whatever reason.</param>
    public async Task RunAsync(V1.RunnerHello first, IAsyncStreamReader<V1.RunnerMessage> messages, CancellationTokenSource ending)
    {
        await _runner.ConnectedAsync(hello, _connection, first.LastCommand, [.. first.Sessions]);
        LogConnected(hello.Name, hello.Id, hello.Kernel.Release);
        Task commanding = Task.CompletedTask;
        try
        {
            await WelcomeAsync(first.Sessions, ending.Token);
            commanding = CommandAsync(first.LastCommand, ending);
            while (await messages.NextAsync(ending.Token))
            {
                await HandleAsync(messages.Current, ending.Token);
            }
        }
        catch (OperationCanceledException) when (commanding.IsFaulted)
        {
            await commanding;
        }
        finally
        {
            await ending.CancelAsync();
            await _runner.DisconnectedAsync(_connection);
            LogGone(hello.Name, hello.Id);
        }
    }

    /// <summary>Says also what is stored already, so that the runner can let go of it.</summary>
    private async Task WelcomeAsync(IEnumerable<string> sessions, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(
            new() { Welcome = new() { FarmVersion = FarmVersion.Text, LeaseMs = (long)lease.TotalMilliseconds } },
            cancellationToken);
        foreach (var session in sessions)
        {
            await writer.WriteAsync(Stored(session, await _intake.StoredAsync(session, cancellationToken)), cancellationToken);
        }
    }

    private async Task CommandAsync(long after, CancellationTokenSource ending)
    {
        try
        {
            while (true)
            {
                var commands = await _runner.NextCommandsAsync(_connection, after, LongPoll.Wait).WaitAsync(ending.Token)
                    ?? throw new FarmException(
                        FailureCode.InUse,
                        $"Another connection of runner {hello.Id} has taken this one's place.",
                        "If two machines have the same id, remove one's id file: a runner makes another at its next start.");
                foreach (var command in commands)
                {
                    await writer.WriteAsync(new() { Command = command.ToProto() }, ending.Token);
                    after = command.Number;
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
        catch
        {
            _ = ending.CancelAsync();
            throw;
        }
    }

    private async Task HandleAsync(V1.RunnerMessage message, CancellationToken cancellationToken)
    {
        await _runner.HeartbeatAsync(_connection);
        switch (message.MessageCase)
        {
            case V1.RunnerMessage.MessageOneofCase.Accepted:
                await _runner.AcceptedAsync(_connection, message.Accepted.Number);
                break;
            case V1.RunnerMessage.MessageOneofCase.Output:
                var stored = await _intake.StoreAsync(message.Output, cancellationToken);
                await writer.WriteAsync(Stored(message.Output.SessionId, stored), cancellationToken);
                break;
            case V1.RunnerMessage.MessageOneofCase.Running:
                LogRunning(message.Running.SessionId, hello.Name);
                await _intake.RunningAsync(message.Running.SessionId);
                break;
            case V1.RunnerMessage.MessageOneofCase.Ended:
                await _intake.EndedAsync(message.Ended, cancellationToken);
                LogEnded(message.Ended);
                await writer.WriteAsync(new() { Closed = new() { SessionId = message.Ended.SessionId } }, cancellationToken);
                break;
            case V1.RunnerMessage.MessageOneofCase.Heartbeat:
                await writer.WriteAsync(new() { Heartbeat = new() }, cancellationToken);
                break;
            default:
                // A newer runner's: its capabilities say what it can do without an answer.
                break;
        }
    }

    private void LogEnded(V1.SessionEnded ended)
    {
        var code = ended.HasExitCode ? $"exit code {ended.ExitCode}" : "staprun didn't end by itself";
        LogEnded(ended.SessionId, hello.Name, ended.Reason, ended.LastChunk, ended.Failure?.Message ?? code);
    }

    private static V1.FarmMessage Stored(string session, long number) =>
        new() { Stored = new() { SessionId = session, Number = number } };
}
