using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;
using StapFarm.Signing.Keys;

namespace StapFarm.Signing.Servers;

/// <summary>The certificate as a file: private key (PKCS#8) and certificate in PEM form, kept from others by its mode.</summary>
public sealed partial class FileServerCertificate(IOptions<ServerCertificateOptions> options, TimeProvider time, ILogger<FileServerCertificate> logger)
    : IServerCertificate
{
    private const string Advice = "Put the farm's there, with mode 0600, or remove it: the farm in one process makes a new one, which every client has to be made to trust.";

    public X509Certificate2 Open()
    {
        var path = options.Value.Certificate;
        if (PrivateFile.TryRead(path) is { } present)
        {
            return Import(path, present);
        }

        if (!options.Value.CreateMissing)
        {
            throw new FarmException(
                FailureCode.NotFound,
                $"The certificate for stap --use-server {path} is missing, and this process makes none by itself.",
                "Copy it there from the farm's other processes, with mode 0600: all of a farm show the same.");
        }

        string[] names = [.. options.Value.Hosts, .. ServerCertificateMaker.OwnNames];
        return Import(path, PrivateFile.ReadOrMake(path, () => ServerCertificateMaker.MakePem(names, time.GetUtcNow()), () => LogCreated(logger, path)));
    }

    internal static X509Certificate2 Import(string path, string pem) => RsaCertificate.Import(path, pem, "stap --use-server could be served with", Advice);

    [LoggerMessage(Level = LogLevel.Information, Message = "Made the certificate for stap --use-server {Path}; clients must be made to trust it: stapfarm trust")]
    private static partial void LogCreated(ILogger logger, string path);
}
