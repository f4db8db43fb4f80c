using System.Runtime.CompilerServices;
using Grpc.Core;
using StapFarm.Model.Content;
using StapFarm.Protocol.V1;

namespace StapFarm.Runner.Content;

/// <summary>The farm's blob service.</summary>
internal sealed class GrpcBlobSource(Blobs.BlobsClient client) : IBlobSource
{
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        Digest digest,
        long offset,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = client.Read(new ReadBlobRequest { Digest = digest.ToString(), Offset = offset }, cancellationToken: cancellationToken);
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            yield return response.Chunk.Memory;
        }
    }
}
