namespace StapFarm.Toolchains.Roots;

/// <summary>Bytes that were read ahead, then the rest of their stream. Tells when its reader came to the end.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> ahead, Stream rest) : Stream
{
    private ReadOnlyMemory<byte> _ahead = ahead;

    public bool HasEnded { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (TakeAhead(buffer) is > 0 and var taken)
        {
            return taken;
        }

        var read = rest.Read(buffer);
        HasEnded |= read == 0 && !buffer.IsEmpty;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (TakeAhead(buffer.Span) is > 0 and var taken)
        {
            return taken;
        }

        var read = await rest.ReadAsync(buffer, cancellationToken);
        HasEnded |= read == 0 && !buffer.IsEmpty;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int TakeAhead(Span<byte> buffer)
    {
        var count = Math.Min(_ahead.Length, buffer.Length);
        _ahead.Span[..count].CopyTo(buffer);
        _ahead = _ahead[count..];
        return count;
    }
}
