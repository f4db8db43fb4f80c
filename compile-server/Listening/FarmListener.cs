using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Hosting;

namespace StapFarm.CompileServer.Listening;

/// <summary>Sets Kestrel up: one port for gRPC (HTTP/2 without TLS) and for plain HTTP/1.1.</summary>
internal sealed class FarmListener(IOptions<FarmOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    private ListenOptions? _shared;

    /// <summary>Where it listens, with the port that was bound: <c>http://ADDRESS:PORT</c>.</summary>
    /// <exception cref="InvalidOperationException">The server hasn't started yet.</exception>
    public string Address => _shared?.IPEndPoint is { Port: > 0 } bound
        ? $"http://{bound}"
        : throw new InvalidOperationException("The farm doesn't listen yet.");

    public void Configure(KestrelServerOptions kestrel)
    {
        var address = ListenAddress.Parse(options.Value.Url);
        var httpOne = new HttpOneEndPoint();
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        // A target behind a slow link, or a worker that is busy, isn't an attack.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        kestrel.Listen(new IPEndPoint(address.Address, address.Port), listen =>
        {
            _shared = listen;
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => ProtocolSwitch.Between(next, httpOne));
        });
        kestrel.Listen(httpOne, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
