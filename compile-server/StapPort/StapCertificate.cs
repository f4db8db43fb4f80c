using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StapFarm.Signing.Servers;

namespace StapFarm.CompileServer.StapPort;

/// <summary>The farm's certificate for <c>stap --use-server</c>, and how connections use it.</summary>
internal sealed class StapCertificate : IDisposable
{
    private readonly X509Certificate2 _certificate;

    public StapCertificate(IServerCertificate server)
    {
        _certificate = server.Open();
        Options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(_certificate, additionalCertificates: null, offline: true),
            ClientCertificateRequired = false,
        };
    }

    public SslServerAuthenticationOptions Options { get; }

    /// <summary>The certificate in DER form.</summary>
    public ReadOnlyMemory<byte> Der => _certificate.RawData;

    /// <summary>The SHA-256 of the certificate in DER form: lower-case hexadecimal digits.</summary>
    public string Fingerprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    public void Dispose() => _certificate.Dispose();
}
