using System.Security.Cryptography;
using StapFarm.Model.Content;

namespace StapFarm.Cli.Uploads;

/// <summary>Hashes and counts what is written to it.</summary>
internal sealed class HashStream(Action<long> onBytes) : WriteOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Count { get; private set; }

    public Digest Digest() => Model.Content.Digest.FromHash(_hash.GetHashAndReset());

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _hash.AppendData(buffer.Span);
        Count += buffer.Length;
        onBytes(Count);
        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}
