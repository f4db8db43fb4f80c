using Grpc.Core;

namespace StapFarm.CompileServer.Calls;

/// <summary>Lets several loops write to one stream: gRPC takes one message at a time.</summary>
internal sealed class SerialWriter<T>(IAsyncStreamWriter<T> stream) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(message, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
