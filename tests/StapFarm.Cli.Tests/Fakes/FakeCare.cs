using Grpc.Core;

namespace StapFarm.Cli.Tests.Fakes;

/// <summary>Looks after nothing, and says what the test wants it to say.</summary>
internal sealed class FakeCare : V1.Care.CareBase
{
    public V1.CollectReport Report { get; set; } = new();

    public List<V1.CollectRequest> Collections { get; } = [];

    public override async Task Collect(V1.CollectRequest request, IServerStreamWriter<V1.CollectEvent> responseStream, ServerCallContext context)
    {
        Collections.Add(request);
        await responseStream.WriteAsync(new() { Progress = new() { Stage = "blobs", Text = "removed 1 of 2 blobs", Fraction = 0.5 } });
        await responseStream.WriteAsync(new() { Report = Report });
    }
}
