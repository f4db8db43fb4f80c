using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;

namespace StapFarm.Signing.Keys;

/// <summary>Keys as files: PKCS#8 in PEM form, not encrypted, kept from others by their mode.</summary>
public sealed partial class FileKeyRing(IOptions<KeyRingOptions> options, ILogger<FileKeyRing> logger) : IKeyRing
{
    /// <summary>The file of the ticket key.</summary>
    public const string TicketKeyFile = "ticket-key.pem";

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

        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            if (PrivateFile.TryCreate(path, key.ExportPkcs8PrivateKeyPem() + "\n"))
            {
                LogCreated(logger, path);
            }
        }

        // Also when it was just made: another process may have been first, and its key is the farm's then.
        return Import(path, PrivateFile.TryRead(path) ?? throw new FileNotFoundException("The key was removed while it was made.", path));
    }

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
