using System.Threading.Channels;

namespace StapFarm.Runner.Connection;

/// <summary>Wakes one waiter; rings that come while nobody waits are one.</summary>
internal sealed class Bell
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rung.Writer.TryWrite(true);

    public Task WaitAsync(CancellationToken cancellationToken) => _rung.Reader.ReadAsync(cancellationToken).AsTask();
}
