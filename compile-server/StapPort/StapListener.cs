using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Hosting;

namespace StapFarm.CompileServer.StapPort;

/// <summary>Accepts connections of <c>stap --use-server</c>; each is served by itself, and none waits for another.</summary>
internal sealed partial class StapListener(
    IServiceProvider services,
    FarmRoles roles,
    IOptions<StapPortOptions> options,
    TimeProvider time,
    ILogger<StapListener> logger) : IHostedLifecycleService, IDisposable
{
    private const int Backlog = 512;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _ending = new();
    private readonly IPEndPoint? _wanted = StapAddress.From(options.Value.Listen, roles);
    private Socket? _socket;
    private Task _accepting = Task.CompletedTask;
    private int _open;

    /// <summary>Where it listens, with the port that was bound; null when it doesn't.</summary>
    public IPEndPoint? Address => _socket?.LocalEndPoint as IPEndPoint;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // When all else has started: a client that gets through is served.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (_wanted is null)
        {
            return Task.CompletedTask;
        }

        var connections = services.GetRequiredService<StapConnections>();
        _socket = new Socket(_wanted.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(_wanted);
            _socket.Listen(Backlog);
        }
        catch (SocketException exception)
        {
            throw StapListening.Failed(_wanted, exception);
        }

        LogListening(Address!, connections.Fingerprint);
        _accepting = AcceptAsync(_socket, connections);
        return Task.CompletedTask;
    }

    // Connections that wait for an answer are reset, so that their clients ask another front or this one when it is back.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        _socket?.Close();
        await _accepting;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _ending.Dispose();
        _socket?.Dispose();
    }

    private async Task AcceptAsync(Socket listening, StapConnections connections)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var accepted = await listening.AcceptAsync(_ending.Token);
                _ = ServeAsync(accepted, connections);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // The process has no descriptors left, most likely: no reason to stop listening, nor to fill the log.
                LogAcceptFailed(exception);
                await Task.Delay(Pause, time);
            }
        }
    }

    private async Task ServeAsync(Socket socket, StapConnections connections)
    {
        var open = Interlocked.Increment(ref _open);
        try
        {
            // Until an answer is under way, closing resets: stap sends its request again then, and after a clean end it doesn't.
            socket.LingerState = new LingerOption(true, 0);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            if (open <= options.Value.Connections)
            {
                await connections.ServeAsync(socket, _ending.Token);
            }
            else
            {
                LogFull(options.Value.Connections);
            }
        }
        catch (SocketException)
        {
            // It was gone before it was served.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            socket.Dispose();
        }
    }
}
