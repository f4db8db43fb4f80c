using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;
using StapFarm.Signing.Servers;

namespace StapFarm.Signing.Keys;

/// <summary>Keys as files: PKCS#8 in PEM form, not encrypted, kept from others by their mode.</summary>
public sealed partial class FileKeyRing(IOptions<KeyRingOptions> options, TimeProvider time, ILogger<FileKeyRing> logger) : IKeyRing
{
    /// <summary>The file of the ticket key.</summary>
    public const string TicketKeyFile = "ticket-key.pem";

    /// <summary>The file of the key that signs for staprun, when no other is configured.</summary>
    public const string StaprunSignerFile = "staprun-signer.pem";

    private const string CurveP256 = "1.2.840.10045.3.1.7";
    private const string MakeOne = "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out";

    public ECDsa OpenTicketKey()
    {
        var path = Path.Combine(options.Value.Folder, TicketKeyFile);
        if (PrivateFile.TryRead(path) is { } present)
        {
            return Import(path, present);
        }

        if (!options.Value.CreateMissingKeys)
        {
            throw new FarmException(
                FailureCode.NotFound,
                $"The farm's ticket key {path} is missing, and this farm makes no keys by itself (Signing: CreateMissingKeys).",
                $"Put the farm's key there with mode 0600, or make a new one with: {MakeOne} {path}");
        }

        return Import(path, PrivateFile.ReadOrMake(path, MakeTicketKey, () => LogCreated(logger, path)));
    }

    public X509Certificate2 OpenStaprunSigner()
    {
        var path = options.Value.StaprunSigner ?? Path.Combine(options.Value.Folder, StaprunSignerFile);
        if (PrivateFile.TryRead(path) is { } present)
        {
            return ImportSigner(path, present);
        }

        if (!options.Value.CreateMissingKeys || options.Value.StaprunSigner is not null)
        {
            throw new FarmException(
                FailureCode.NotFound,
                $"The certificate that signs modules for staprun {path} is missing, and this process doesn't make it by itself.",
                "Put the farm's there, with mode 0600: a private RSA key and its certificate in PEM form. Hosts that trust another don't trust it.");
        }

        return ImportSigner(path, PrivateFile.ReadOrMake(
            path, () => ServerCertificateMaker.MakePem(ServerCertificateMaker.OwnNames, time.GetUtcNow()), () => LogSignerCreated(logger, path)));
    }

    private static string MakeTicketKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private static X509Certificate2 ImportSigner(string path, string pem) => RsaCertificate.Import(
        path, pem, "could sign for staprun", $"Put the farm's there. Where {StaprunSignerFile} is missing, the farm in one process makes a new one, which every host has to be made to trust.");

    private static ECDsa Import(string path, string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(includePrivateParameters: true) is { D: not null } parameters && parameters.Curve.Oid.Value == CurveP256)
            {
                return key;
            }
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw NoKey(path, exception);
        }

        key.Dispose();
        throw NoKey(path, null);
    }

    private static FarmException NoKey(string path, Exception? cause) => new(
        FailureCode.InvalidRequest,
        $"The farm's ticket key {path} isn't a private key that it can sign with: PKCS#8 in PEM form, ECDSA on the curve P-256, without a password.",
        $"Put the right file there, or make a new key with: {MakeOne} {path} (runners must then be given the new public key).",
        cause);
}
