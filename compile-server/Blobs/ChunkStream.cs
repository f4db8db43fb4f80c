using Google.Protobuf;
using Grpc.Core;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Blobs;

/// <summary>Sends what is written to it in chunks of 64 KiB; the last one, when flushed, may be shorter.</summary>
internal sealed class ChunkStream(IAsyncStreamWriter<V1.ReadBlobResponse> writer) : Stream
{
    public const int ChunkBytes = 64 * 1024;

    private byte[] _chunk = new byte[ChunkBytes];
    private int _filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, ChunkBytes - _filled);
            buffer[..taken].CopyTo(_chunk.AsMemory(_filled));
            _filled += taken;
            buffer = buffer[taken..];
            if (_filled == ChunkBytes)
            {
                await SendAsync(cancellationToken);
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>The compressor flushes when it is done with a block; a chunk is sent when it is full or at the end.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _filled == 0 ? Task.CompletedTask : SendAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("Only asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        // The message keeps the array, so the next chunk gets one of its own.
        var message = new V1.ReadBlobResponse { Chunk = UnsafeByteOperations.UnsafeWrap(_chunk.AsMemory(0, _filled)) };
        _chunk = new byte[ChunkBytes];
        _filled = 0;
        await writer.WriteAsync(message, cancellationToken);
    }
}
