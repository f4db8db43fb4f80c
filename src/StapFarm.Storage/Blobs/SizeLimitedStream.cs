using StapFarm.Model.Failures;

namespace StapFarm.Storage.Blobs;

/// <summary>Throws at the first byte too many.</summary>
internal sealed class SizeLimitedStream(Stream inner, long maxBytes) : WrappingStream(inner)
{
    private long _read;

    public override int Read(Span<byte> buffer) => Account(Inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Account(await Inner.ReadAsync(buffer, cancellationToken));

    private int Account(int read)
    {
        _read += read;
        return _read <= maxBytes
            ? read
            : throw new FarmException(
                FailureCode.LimitExceeded,
                $"The content is larger than the {maxBytes} bytes that this store takes (Storage: MaxBlobBytes). Nothing of it was kept.",
                "Make it smaller, or raise the limit on the farm.");
    }
}
