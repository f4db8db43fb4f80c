using Grpc.Net.Client;

namespace StapFarm.Cli.Connection;

/// <summary>One connection to a farm, and the clients over it.</summary>
internal sealed class FarmClient : IDisposable
{
    private readonly GrpcChannel _channel;

    public FarmClient(Uri address)
    {
        Address = address;
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            // A silent loss of the connection shows within half a minute, also while nothing is to be said.
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                KeepAlivePingDelay = TimeSpan.FromSeconds(15),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = 64 << 20,
            MaxSendMessageSize = null,
        });
    }

    public Uri Address { get; }

    public V1.Builds.BuildsClient Builds => new(_channel);

    public V1.Blobs.BlobsClient Blobs => new(_channel);

    public V1.Care.CareClient Care => new(_channel);

    public V1.Signatures.SignaturesClient Signatures => new(_channel);

    public V1.Farm.FarmClient Farm => new(_channel);

    public V1.Kernels.KernelsClient Kernels => new(_channel);

    public V1.Toolchains.ToolchainsClient Toolchains => new(_channel);

    public V1.Runners.RunnersClient Runners => new(_channel);

    public V1.Runs.RunsClient Runs => new(_channel);

    public V1.Work.WorkClient Work => new(_channel);

    public void Dispose() => _channel.Dispose();
}
