using System.Net.Security;
using StapFarm.Model.Failures;
using StapFarm.Signing.Servers;

namespace StapFarm.CompileServer.StapPort;

/// <summary>
/// The farm's certificate for <c>stap --use-server</c>, and how connections use it. It may be replaced at any time, by this
/// process or by another on the same files: connections that there are keep theirs, the next one gets the new one.
/// </summary>
internal sealed partial class StapCertificate
{
    /// <summary>How long what was read holds; reading again costs a millisecond.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly IServerCertificate _server;
    private readonly IServerCertificateRotation _rotation;
    private readonly TimeProvider _time;
    private readonly ILogger<StapCertificate> _logger;
    private readonly Lock _lock = new();
    private Known _known;
    private long _readAt;

    public StapCertificate(IServerCertificate server, IServerCertificateRotation rotation, TimeProvider time, ILogger<StapCertificate> logger)
    {
        (_server, _rotation, _time, _logger) = (server, rotation, time, logger);
        _known = Read(null);
        _readAt = time.GetTimestamp();
    }

    /// <summary>For a connection that begins now.</summary>
    public SslServerAuthenticationOptions Options => Current().Tls;

    /// <summary>The one in use.</summary>
    public StapCertificateEntry InUse => Current().All[0];

    /// <summary>Those that clients are to trust, the one in use first.</summary>
    public IReadOnlyList<StapCertificateEntry> All => Current().All;

    /// <summary>Takes over what a step of a rotation has changed.</summary>
    public void Refresh()
    {
        lock (_lock)
        {
            _readAt = _time.GetTimestamp();
            var before = _known;
            _known = Read(before);
            if (!_known.All[0].Der.Span.SequenceEqual(before.All[0].Der.Span))
            {
                LogReplaced(_known.All[0].Fingerprint);
            }
        }
    }

    private Known Current()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_readAt) < Fresh)
            {
                return _known;
            }

            try
            {
                Refresh();
            }
            catch (Exception exception) when (exception is FarmException or IOException or UnauthorizedAccessException)
            {
                // Being replaced just now, or spoilt: the one that was read serves as before.
                LogUnreadable(exception);
            }

            return _known;
        }
    }

    private Known Read(Known? before)
    {
        var certificate = _server.Open();
        StapCertificateEntry[] all =
        [
            new(ServerCertificateState.InUse, certificate.RawData),
            .. _rotation.Others().Select(other => new StapCertificateEntry(other.State, other.Der)),
        ];
        if (before is not null && before.All[0].Der.Span.SequenceEqual(certificate.RawData))
        {
            certificate.Dispose();
            return new(before.Tls, all);
        }

        // Not disposed when it is replaced: connections that began with it may still be in their handshake.
        return new(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
                ClientCertificateRequired = false,
            },
            all);
    }

    private sealed record Known(SslServerAuthenticationOptions Tls, IReadOnlyList<StapCertificateEntry> All);
}
