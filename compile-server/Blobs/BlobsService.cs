using Grpc.Core;
using StapFarm.CompileServer.Calls;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Principals;
using StapFarm.Protocol.Mapping;
using ZstdSharp;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Blobs;

/// <summary>The content-addressed store over gRPC.</summary>
internal sealed class BlobsService(IBlobStore blobs, IAuthorizer authorizer) : V1.Blobs.BlobsBase
{
    /// <summary>Level 3 costs less time than it saves on any link slower than a few Gbit/s.</summary>
    private const int ZstdLevel = 3;

    public override async Task<V1.StatBlobResponse> Stat(V1.StatBlobRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var blob = await FindAsync(ContentMapping.ToDigest(request.Digest), context.CancellationToken);
        return new() { Blob = blob.ToProto() };
    }

    public override async Task Read(V1.ReadBlobRequest request, IServerStreamWriter<V1.ReadBlobResponse> responseStream, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.View);
        var blob = await FindAsync(ContentMapping.ToDigest(request.Digest), context.CancellationToken);
        if (request.Offset < 0 || request.Offset > blob.Size)
        {
            throw new FarmException(FailureCode.InvalidRequest, $"The blob has {blob.Size} bytes; there is no byte {request.Offset} to begin with.");
        }

        await using var content = await blobs.OpenAsync(blob.Digest, request.Offset, context.CancellationToken);
        await using var chunks = new ChunkStream(responseStream);
        switch (request.Encoding)
        {
            case V1.BlobEncoding.Unspecified:
                await VerifiedCopy.CopyAsync(content, chunks, context.CancellationToken);
                break;
            case V1.BlobEncoding.Zstd:
                await using (var zstd = new CompressionStream(chunks, ZstdLevel, leaveOpen: true))
                {
                    await VerifiedCopy.CopyAsync(content, zstd, context.CancellationToken);
                }

                break;
            default:
                throw new FarmException(FailureCode.InvalidRequest, $"This farm doesn't know the blob encoding {(int)request.Encoding}.", "Ask for none, or for zstd.");
        }

        await chunks.FlushAsync(context.CancellationToken);
    }

    private async Task<BlobRef> FindAsync(Digest digest, CancellationToken cancellationToken) =>
        await blobs.StatAsync(digest, cancellationToken)
        ?? throw new FarmException(FailureCode.NotFound, $"The farm has no blob {digest}.", "Submit again what should give it.");
}
