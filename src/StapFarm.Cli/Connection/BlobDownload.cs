using System.Security.Cryptography;
using Grpc.Core;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using ZstdSharp;

namespace StapFarm.Cli.Connection;

/// <summary>
/// Fetches a blob and compares it with its digest. A lost connection goes on where it was. Compressed on the way, unless
/// the way is short.
/// </summary>
internal sealed class BlobDownload(V1.Blobs.BlobsClient blobs, bool compressed, TimeProvider timeProvider)
{
    /// <exception cref="FarmException"><c>Corrupt</c>: what was written to the output is not to be used.</exception>
    public async Task CopyToAsync(BlobRef blob, Stream output, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reconnection = new Reconnection(timeProvider);
        for (long written = 0; ;)
        {
            try
            {
                var request = new V1.ReadBlobRequest
                {
                    Digest = blob.Digest.ToString(),
                    Offset = written,
                    Encoding = compressed ? V1.BlobEncoding.Zstd : V1.BlobEncoding.Unspecified,
                };
                using var call = blobs.Read(request, cancellationToken: cancellationToken);
                await using var received = new ChunkStream(call.ResponseStream);
                await using var content = compressed ? (Stream)new DecompressionStream(received) : received;
                var buffer = new byte[64 * 1024];
                for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; written += read)
                {
                    reconnection.Reset();
                    hash.AppendData(buffer, 0, read);
                    await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }

                if (written == blob.Size && Digest.FromHash(hash.GetHashAndReset()) == blob.Digest)
                {
                    return;
                }

                throw new FarmException(
                    FailureCode.Corrupt,
                    $"What came from the farm isn't the content {blob.Digest.Short} ({blob.Size} bytes) that it announced.",
                    "Try again; if it stays so, look into the farm's log.");
            }
            catch (RpcException exception) when (Reconnection.IsLost(exception, cancellationToken))
            {
                await reconnection.WaitAsync(cancellationToken);
            }
        }
    }
}
