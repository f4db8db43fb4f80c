using Google.Protobuf;
using Grpc.Core;
using StapFarm.Model.Content;
using ZstdSharp;

namespace StapFarm.Cli.Tests.Fakes;

/// <summary>Blobs that can break off once, or be other than announced.</summary>
internal sealed class FakeBlobs : V1.Blobs.BlobsBase
{
    private readonly Dictionary<string, byte[]> _blobs = [];

    public List<V1.ReadBlobRequest> Requests { get; } = [];

    /// <summary>The first read ends with a lost connection after this many bytes.</summary>
    public int? BreaksOffAt { get; set; }

    /// <summary>What was sent, whole or not, by its digest.</summary>
    public Dictionary<string, byte[]> Written { get; } = [];

    public List<V1.WriteBlobHead> WriteHeads { get; } = [];

    /// <summary>The first write ends with a lost connection once this many bytes have come.</summary>
    public int? WriteBreaksOffAt { get; set; }

    public V1.BlobRef Add(byte[] content, byte[]? sent = null)
    {
        var digest = Digest.Of(content).ToString();
        _blobs[digest] = sent ?? content;
        return new V1.BlobRef { Digest = digest, Size = content.Length, MediaType = "test/bytes" };
    }

    public override async Task Read(V1.ReadBlobRequest request, IServerStreamWriter<V1.ReadBlobResponse> responseStream, ServerCallContext context)
    {
        Requests.Add(request);
        var content = _blobs[request.Digest].AsMemory((int)request.Offset);
        if (BreaksOffAt is { } at)
        {
            BreaksOffAt = null;
            await responseStream.WriteAsync(new V1.ReadBlobResponse { Chunk = ByteString.CopyFrom(content.Span[..at]) });
            throw new RpcException(new Status(StatusCode.Unavailable, "going away"));
        }

        var bytes = content.ToArray();
        if (request.Encoding == V1.BlobEncoding.Zstd)
        {
            using var compressor = new Compressor();
            bytes = compressor.Wrap(bytes).ToArray();
        }

        foreach (var chunk in bytes.Chunk(1000))
        {
            await responseStream.WriteAsync(new V1.ReadBlobResponse { Chunk = ByteString.CopyFrom(chunk) });
        }
    }

    public override Task<V1.WriteStatusResponse> WriteStatus(V1.WriteStatusRequest request, ServerCallContext context)
    {
        var content = Written.GetValueOrDefault(request.Digest) ?? [];
        return Task.FromResult(new V1.WriteStatusResponse { Complete = Digest.Of(content).ToString() == request.Digest, Committed = content.Length });
    }

    public override async Task<V1.WriteBlobResponse> Write(IAsyncStreamReader<V1.WriteBlobRequest> requestStream, ServerCallContext context)
    {
        await requestStream.MoveNext();
        var head = requestStream.Current.Head;
        WriteHeads.Add(head);
        var content = new List<byte>((Written.GetValueOrDefault(head.Digest) ?? [])[..(int)head.Offset]);
        while (await requestStream.MoveNext())
        {
            content.AddRange(requestStream.Current.Chunk.Span);
            if (content.Count >= WriteBreaksOffAt)
            {
                WriteBreaksOffAt = null;
                Written[head.Digest] = [.. content];
                throw new RpcException(new Status(StatusCode.Unavailable, "going away"));
            }
        }

        Written[head.Digest] = [.. content];
        return new V1.WriteBlobResponse { Blob = new() { Digest = head.Digest, Size = content.Count } };
    }
}
