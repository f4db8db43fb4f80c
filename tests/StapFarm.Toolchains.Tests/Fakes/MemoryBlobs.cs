using System.Collections.Concurrent;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Toolchains.Tests.Fakes;

internal sealed class MemoryBlobs : IBlobStore
{
    private readonly ConcurrentDictionary<Digest, (BlobRef Ref, byte[] Bytes)> _blobs = new();

    /// <summary>Thrown by the next stores when set, after reading a little.</summary>
    public FarmException? PutFailure { get; set; }

    /// <summary>When set, opening waits for it.</summary>
    public Task? OpenGate { get; set; }

    public int Opened { get; private set; }

    public int Count => _blobs.Count;

    public byte[] Bytes(Digest digest) => _blobs[digest].Bytes;

    /// <summary>Changes a stored blob's bytes behind the store's back.</summary>
    public void Damage(Digest digest, Func<byte[], byte[]> change) =>
        _blobs[digest] = (_blobs[digest].Ref, change(_blobs[digest].Bytes));

    public ValueTask<BlobRef?> StatAsync(Digest digest, CancellationToken cancellationToken) =>
        new(_blobs.TryGetValue(digest, out var blob) ? blob.Ref : null);

    public async ValueTask<Stream> OpenAsync(Digest digest, long offset, CancellationToken cancellationToken)
    {
        Opened++;
        await (OpenGate ?? Task.CompletedTask).WaitAsync(cancellationToken);
        var bytes = _blobs[digest].Bytes;
        return new VerdictStream(bytes, Digest.Of(bytes) == digest);
    }

    public async ValueTask<BlobRef> PutAsync(Stream content, string mediaType, Digest? expected, CancellationToken cancellationToken)
    {
        if (PutFailure is not null)
        {
            await content.ReadExactlyAsync(new byte[16], cancellationToken);
            throw PutFailure;
        }

        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        var bytes = copy.ToArray();
        var stored = new BlobRef(Digest.Of(bytes), bytes.Length, mediaType);
        if (expected is { } wanted && wanted != stored.Digest)
        {
            throw new FarmException(FailureCode.Corrupt, "The content has another digest.");
        }

        _blobs.TryAdd(stored.Digest, (stored, bytes));
        return stored;
    }

    public ValueTask<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => new(_blobs.TryRemove(digest, out _));

    public IAsyncEnumerable<BlobRef> ListAsync(CancellationToken cancellationToken) =>
        _blobs.Values.Select(blob => blob.Ref).ToAsyncEnumerable();

    /// <summary>Says at the end, and only there, that the content is another than it should be.</summary>
    private sealed class VerdictStream(byte[] bytes, bool good) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => Judge(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Judge(base.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Judge(await base.ReadAsync(buffer, cancellationToken));

        private int Judge(int read) =>
            read == 0 && !good ? throw new FarmException(FailureCode.Corrupt, "The blob doesn't match its digest.") : read;
    }
}
