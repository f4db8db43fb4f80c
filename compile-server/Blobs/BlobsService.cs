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
internal sealed class BlobsService(IBlobStore blobs, UploadFolder uploads, IAuthorizer authorizer) : V1.Blobs.BlobsBase
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

    public override async Task<V1.WriteStatusResponse> WriteStatus(V1.WriteStatusRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Upload);
        var digest = ContentMapping.ToDigest(request.Digest);
        return await blobs.KeepAsync(digest, context.CancellationToken) is { } blob
            ? new() { Complete = true, Committed = blob.Size }
            : new() { Committed = uploads.Committed(digest) };
    }

    public override async Task<V1.WriteBlobResponse> Write(IAsyncStreamReader<V1.WriteBlobRequest> requestStream, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Upload);
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.PartCase != V1.WriteBlobRequest.PartOneofCase.Head)
        {
            throw new FarmException(FailureCode.InvalidRequest, "The first message of a blob that is sent must be its head.");
        }

        var head = requestStream.Current.Head;
        var digest = ContentMapping.ToDigest(head.Digest);
        if (await blobs.KeepAsync(digest, context.CancellationToken) is { } present)
        {
            return new() { Blob = present.ToProto() };
        }

        await using var upload = uploads.Open(digest, head.Size, head.Offset);
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await upload.AppendAsync(requestStream.Current.Chunk.Memory, context.CancellationToken);
        }

        return new() { Blob = (await upload.FinishAsync(blobs, context.CancellationToken)).ToProto() };
    }

    private async Task<BlobRef> FindAsync(Digest digest, CancellationToken cancellationToken) =>
        await blobs.StatAsync(digest, cancellationToken)
        ?? throw new FarmException(FailureCode.NotFound, $"The farm has no blob {digest}.", "Submit again what should give it.");
}
