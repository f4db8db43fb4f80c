using System.Threading.Channels;
using StapFarm.Protocol.V1;
using StapFarm.Runner.Sessions;

namespace StapFarm.Runner.Connection;

/// <summary>Says on one connection what there is to say, one message after the other.</summary>
internal sealed class FarmSpeaker(IFarmStream stream, SessionBook book, Lease lease, TimeProvider time)
{
    private readonly Outbox _outbox = new(book, time);
    private readonly Bell _bell = new();
    private long _lastSign = time.GetTimestamp();

    /// <param name="accepted">The numbers of the commands that were carried out.</param>
    public async Task RunAsync(ChannelReader<long> accepted, CancellationToken cancellationToken)
    {
        book.Changed += _bell.Ring;
        try
        {
            while (true)
            {
                if (NextMessage(accepted) is { } message)
                {
                    await stream.WriteAsync(message, cancellationToken);
                }
                else
                {
                    await WaitAsync(accepted, cancellationToken);
                }
            }
        }
        finally
        {
            book.Changed -= _bell.Ring;
        }
    }

    // Also when there is always something to say a sign of life is due: the farm need not count the output as one.
    private TimeSpan UntilSign => (lease.Duration / 3) - time.GetElapsedTime(_lastSign);

    private RunnerMessage? NextMessage(ChannelReader<long> accepted)
    {
        if (accepted.TryRead(out var number))
        {
            return new RunnerMessage { Accepted = new CommandAccepted { Number = number } };
        }

        if (UntilSign <= TimeSpan.Zero)
        {
            _lastSign = time.GetTimestamp();
            return new RunnerMessage { Heartbeat = new Heartbeat() };
        }

        return _outbox.Pause > TimeSpan.Zero ? null : _outbox.Next();
    }

    private async Task WaitAsync(ChannelReader<long> accepted, CancellationToken cancellationToken)
    {
        var breath = _outbox.Pause;
        using var pause = new CancellationTokenSource(Later(breath > TimeSpan.Zero ? breath : UntilSign), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
        Task command = accepted.WaitToReadAsync(either.Token).AsTask();
        var rung = breath > TimeSpan.Zero ? Task.Delay(Timeout.InfiniteTimeSpan, either.Token) : _bell.WaitAsync(either.Token);
        await Task.WhenAny(rung, command);
        await either.CancelAsync();
        await Task.WhenAll(rung, command).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TimeSpan Later(TimeSpan pause) => pause > TimeSpan.Zero ? pause : TimeSpan.FromMilliseconds(1);
}
