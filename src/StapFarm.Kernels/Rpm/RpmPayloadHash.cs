using System.Security.Cryptography;

namespace StapFarm.Kernels.Rpm;

/// <summary>The hash that a package has of its payload: SHA-256 of the payload since rpm 4.14, MD5 of header and payload before.</summary>
internal sealed class RpmPayloadHash : IDisposable
{
    private const long Sha256Number = 8;

    private readonly string? _expected;

    public RpmPayloadHash(RpmPackage package)
    {
        if (package.Header.Numbers(RpmTag.PayloadDigestAlgorithm) is [Sha256Number, ..] && package.Header.Text(RpmTag.PayloadDigest) is { Length: > 0 } sha256)
        {
            (_expected, Hash) = (sha256, IncrementalHash.CreateHash(HashAlgorithmName.SHA256));
            return;
        }

        // Against damage: it is all that these packages have, and proves nothing of who made them.
#pragma warning disable CA5351
        Hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        _expected = package.Signature.Binary(RpmTag.SignedMd5) is { } md5 ? Convert.ToHexStringLower(md5) : null;
        Hash.AppendData(package.Header.Bytes.Span);
    }

    public IncrementalHash Hash { get; }

    /// <summary>To be asked once, when all of the payload has been read.</summary>
    /// <exception cref="RpmFormatException">It is another payload.</exception>
    public void Check()
    {
        var found = Convert.ToHexStringLower(Hash.GetHashAndReset());
        if (_expected is not null && !string.Equals(found, _expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new RpmFormatException("its payload doesn't have the hash that its header says: damaged, truncated, or changed");
        }
    }

    public void Dispose() => Hash.Dispose();
}
