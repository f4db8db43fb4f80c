using System.Security.Cryptography;
using StapFarm.Model.Content;

namespace StapFarm.Storage.Blobs;

/// <summary>Hashes what passes. The read that would give the last byte throws instead when the hash isn't the digest.</summary>
internal sealed class VerifyingStream(Stream inner, BlobRef blob, Func<ValueTask> removeDamaged) : WrappingStream(inner)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;
    private bool _verified;

    /// <summary>Hashes the bytes before the wanted ones. An empty rest is verified here: no read will follow that could be.</summary>
    public async ValueTask SkipAsync(long offset, CancellationToken cancellationToken)
    {
        var buffer = new byte[(int)Math.Min(offset, 128 * 1024)];
        for (long skipped = 0; skipped < offset;)
        {
            skipped += await ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, offset - skipped)), cancellationToken);
        }

        if (_read == blob.Size && IsDamaged())
        {
            await removeDamaged();
            throw BlobFailures.Damaged(blob.Digest);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var read = Inner.Read(buffer);
        if (IsDamagedWith(buffer[..read]))
        {
            removeDamaged().AsTask().GetAwaiter().GetResult();
            throw BlobFailures.Damaged(blob.Digest);
        }

        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var read = await Inner.ReadAsync(buffer, cancellationToken);
        if (IsDamagedWith(buffer.Span[..read]))
        {
            await removeDamaged();
            throw BlobFailures.Damaged(blob.Digest);
        }

        return read;
    }

    public override async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsDamagedWith(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _read += bytes.Length;
        return (_read >= blob.Size || bytes.IsEmpty) && IsDamaged();
    }

    private bool IsDamaged()
    {
        // The end may be read more than once; it is hashed once.
        _verified = _read == blob.Size && (_verified || Digest.FromHash(_hash.GetCurrentHash()) == blob.Digest);
        return !_verified;
    }
}
