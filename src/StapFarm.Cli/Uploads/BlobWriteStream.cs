using Google.Protobuf;
using Grpc.Core;

namespace StapFarm.Cli.Uploads;

/// <summary>Sends what is written to it as chunks of a blob.</summary>
internal sealed class BlobWriteStream(IClientStreamWriter<V1.WriteBlobRequest> stream, Action<int> onBytes) : WriteOnlyStream
{
    private const int ChunkBytes = 1 << 18;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var at = 0; at < buffer.Length; at += ChunkBytes)
        {
            var chunk = buffer.Slice(at, Math.Min(ChunkBytes, buffer.Length - at));
            // Serialized before this returns: the caller's buffer isn't needed any longer.
            await stream.WriteAsync(new V1.WriteBlobRequest { Chunk = UnsafeByteOperations.UnsafeWrap(chunk) }, cancellationToken);
            onBytes(chunk.Length);
        }
    }
}
