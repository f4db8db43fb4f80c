using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StapFarm.Model.Content;
using StapFarm.Protocol.V1;
using BlobRef = StapFarm.Model.Content.BlobRef;

namespace StapFarm.Runner.Tests.Fakes;

/// <summary>A farm over real gRPC (HTTP/2 without TLS on a loopback port) that does what the test says.</summary>
internal sealed class FakeFarm : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly FarmState _state = new();

    private FakeFarm(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(_state);
        _server = builder.Build();
        _server.MapGrpcService<RunnersService>();
        _server.MapGrpcService<BlobsService>();
    }

    public static async Task<FakeFarm> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        var farm = new FakeFarm(builder);
        await farm._server.StartAsync();
        return farm;
    }

    public Uri Address => new(_server.Urls.First());

    public BlobRef Add(byte[] blob, string mediaType)
    {
        var digest = Digest.Of(blob);
        _state.Blobs[digest.ToString()] = blob;
        return new BlobRef(digest, blob.Length, mediaType);
    }

    /// <summary>The next connection of a runner, after its hello.</summary>
    public async Task<FakeConnection> ConnectionAsync() => await _state.Connections.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }

    private sealed class FarmState
    {
        public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

        public Channel<FakeConnection> Connections { get; } = Channel.CreateUnbounded<FakeConnection>();
    }

    private sealed class RunnersService(FarmState state) : Runners.RunnersBase
    {
        public override async Task Connect(
            IAsyncStreamReader<RunnerMessage> requestStream,
            IServerStreamWriter<FarmMessage> responseStream,
            ServerCallContext context)
        {
            await requestStream.MoveNext(context.CancellationToken);
            var connection = new FakeConnection(requestStream.Current.Hello, responseStream);
            state.Connections.Writer.TryWrite(connection);
            try
            {
                await Task.WhenAny(connection.Broken, TakeAllAsync(requestStream, connection, context.CancellationToken));
            }
            finally
            {
                connection.End();
            }
        }

        private static async Task TakeAllAsync(IAsyncStreamReader<RunnerMessage> messages, FakeConnection connection, CancellationToken cancellationToken)
        {
            while (await messages.MoveNext(cancellationToken))
            {
                connection.Take(messages.Current);
            }
        }
    }

    private sealed class BlobsService(FarmState state) : Blobs.BlobsBase
    {
        public override async Task Read(ReadBlobRequest request, IServerStreamWriter<ReadBlobResponse> responseStream, ServerCallContext context)
        {
            if (!state.Blobs.TryGetValue(request.Digest, out var blob))
            {
                throw new RpcException(new Status(StatusCode.NotFound, "no such blob"));
            }

            foreach (var part in blob[(int)request.Offset..].Chunk(32 << 10))
            {
                await responseStream.WriteAsync(new ReadBlobResponse { Chunk = ByteString.CopyFrom(part) });
            }
        }
    }
}
