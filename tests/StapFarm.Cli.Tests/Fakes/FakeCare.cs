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

    public List<V1.Finding> Findings { get; } = [];

    public List<V1.ExamineRequest> Examinations { get; } = [];

    public override async Task Examine(V1.ExamineRequest request, IServerStreamWriter<V1.ExamineEvent> responseStream, ServerCallContext context)
    {
        Examinations.Add(request);
        await responseStream.WriteAsync(new() { Progress = new() { Stage = "blobs", Text = "hashing blobs: 1 of 2 MB, 300 MB/s", Fraction = 0.5 } });
        foreach (var finding in Findings)
        {
            await responseStream.WriteAsync(new() { Finding = finding });
        }

        await responseStream.WriteAsync(new() { Report = new() { Stores = { "blobs", "kernels" }, Found = Findings.Count, Repaired = Findings.Count(finding => finding.Repaired) } });
    }
}
