using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using StapFarm.Model.Content;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.Bench.Setting;

/// <summary>One open connection to a farm, as a program that speaks gRPC has it.</summary>
internal sealed class FarmApi(string url, string kernel) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(url);

    /// <summary>The module of a script that the farm has built before.</summary>
    /// <exception cref="BenchException">It hasn't.</exception>
    public async Task<byte[]> FetchCachedAsync(string script, CancellationToken cancellationToken)
    {
        var cached = await FindCachedAsync(script, cancellationToken);
        return await ReadAsync(cached.Content.Digest, (int)cached.Content.Size, cancellationToken);
    }

    /// <exception cref="BenchException">The farm has not built it before.</exception>
    public async Task<V1.BuildResult> FindCachedAsync(string script, CancellationToken cancellationToken)
    {
        var request = new V1.SubmitBuildRequest
        {
            Kernel = kernel,
            Source = new V1.ScriptSource { Script = ByteString.CopyFrom(script, Encoding.UTF8), DisplayName = "<input>" },
        };
        var response = await new V1.Builds.BuildsClient(_channel).SubmitAsync(request, cancellationToken: cancellationToken);
        return response.Cached ?? throw new BenchException("The farm has no module of a script that it has just built.");
    }

    public async Task<byte[]> ReadAsync(string digest, int size, CancellationToken cancellationToken)
    {
        using var call = new V1.Blobs.BlobsClient(_channel).Read(new V1.ReadBlobRequest { Digest = digest }, cancellationToken: cancellationToken);
        var content = new byte[size];
        var filled = 0;
        await foreach (var part in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            part.Chunk.Span.CopyTo(content.AsSpan(filled));
            filled += part.Chunk.Length;
        }

        return filled == size && Digest.Of(content).ToString() == digest
            ? content
            : throw new BenchException($"The farm sent something else than the blob {digest}.");
    }

    public void Dispose() => _channel.Dispose();
}
