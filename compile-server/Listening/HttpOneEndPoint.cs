using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace StapFarm.CompileServer.Listening;

/// <summary>
/// An end point without a socket: it serves, as HTTP/1.1, connections that another end point has accepted. Kestrel speaks
/// one version per clear-text end point, and gRPC needs HTTP/2 while browsers and probes speak HTTP/1.1.
/// </summary>
internal sealed class HttpOneEndPoint : EndPoint
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>();

    /// <summary>Serves a connection; returns when it has ended.</summary>
    public async Task ServeAsync(ConnectionContext connection)
    {
        var handed = new HandedConnection(connection);
        if (_accepted.Writer.TryWrite(handed))
        {
            await handed.Served;
        }
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _accepted.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    public void Close() => _accepted.Writer.TryComplete();

    public override string ToString() => "http1";
}
