using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using StapFarm.Protocol.Mapping;
using StapFarm.Protocol.V1;
using StapFarm.Runner.Sessions;

namespace StapFarm.Runner.Connection;

/// <summary>Keeps the connection to the farm: says hello, carries out commands, reports; comes back when it is lost.</summary>
internal sealed partial class FarmLink(
    IFarmDialer dialer,
    Func<RunnerHello> hello,
    SessionBook book,
    Lease lease,
    TimeProvider time,
    ILogger<FarmLink> logger)
{
    private readonly CommandLedger _ledger = new();
    private readonly CommandDispatch _commands = new(book, logger);

    /// <summary>How long the farm may take to answer a hello.</summary>
    public static TimeSpan WelcomePatience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Goes on until it is called off.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(time);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var stream = dialer.Open();
                await ConverseAsync(stream, backoff, cancellationToken);
                LogEnded();
            }
            catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogLost(exception.ToFailure().Message, exception.Status.Detail);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                LogSilent();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it is (a torn connection comes as several kinds), sessions run here: this process goes on.
                LogBroken(exception.Message);
            }
            catch
            {
                return;
            }
            finally
            {
                lease.Disconnected();
            }

            var wait = backoff.Next();
            LogWaiting(wait.TotalSeconds);
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConverseAsync(IFarmStream stream, Backoff backoff, CancellationToken cancellationToken)
    {
        using var conversation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await stream.WriteAsync(new RunnerMessage { Hello = Hello() }, conversation.Token);
        var welcome = await WelcomeAsync(stream, conversation.Token);
        backoff.Reset();
        lease.Connected(TimeSpan.FromMilliseconds(welcome.LeaseMs));
        LogConnected(welcome.FarmVersion, lease.Duration.TotalSeconds);

        var accepted = Channel.CreateUnbounded<long>();
        var speaking = new FarmSpeaker(stream, book, lease, time).RunAsync(accepted.Reader, conversation.Token);
        var listening = ListenAsync(stream, accepted.Writer, conversation.Token);
        var first = await Task.WhenAny(speaking, listening);
        await conversation.CancelAsync();
        await Task.WhenAll(speaking, listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private RunnerHello Hello()
    {
        var message = hello();
        message.LastCommand = _ledger.Last;
        message.Sessions.AddRange(book.Records.Select(static record => record.Id));
        return message;
    }

    private async Task<FarmWelcome> WelcomeAsync(IFarmStream stream, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(WelcomePatience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var message = await stream.ReadAsync(both.Token);
        return message?.Welcome ?? throw new InvalidDataException("The farm didn't answer the hello with a welcome.");
    }

    private async Task ListenAsync(IFarmStream stream, ChannelWriter<long> accepted, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(cancellationToken) is { } message)
        {
            switch (message.MessageCase)
            {
                case FarmMessage.MessageOneofCase.Command:
                    if (_ledger.Take(message.Command.Number))
                    {
                        _commands.CarryOut(message.Command);
                    }

                    accepted.TryWrite(message.Command.Number);
                    break;
                case FarmMessage.MessageOneofCase.Stored:
                    book.Stored(message.Stored.SessionId, message.Stored.Number);
                    break;
                case FarmMessage.MessageOneofCase.Closed:
                    book.Close(message.Closed.SessionId);
                    break;
            }
        }
    }
}
