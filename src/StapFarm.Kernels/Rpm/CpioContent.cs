namespace StapFarm.Kernels.Rpm;

/// <summary>The bytes of one entry, and no more.</summary>
internal sealed class CpioContent(Stream archive, long size, long padding) : Stream
{
    private long _rest = size;
    private long _padding = padding;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest == 0 || buffer.IsEmpty)
        {
            return 0;
        }

        var read = await archive.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _rest)], cancellationToken);
        if (read == 0)
        {
            throw new EndOfStreamException("its payload ends in the middle of a file");
        }

        _rest -= read;
        return read;
    }

    /// <summary>Goes to what follows the entry.</summary>
    public async Task SkipAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        while (await ReadAsync(buffer, cancellationToken) > 0)
        {
        }

        await archive.ReadExactlyAsync(buffer.AsMemory(0, (int)_padding), cancellationToken);
        _padding = 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
