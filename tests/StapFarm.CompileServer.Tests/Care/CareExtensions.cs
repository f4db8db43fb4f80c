using Grpc.Core;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Care;

internal static class CareExtensions
{
    /// <summary>Collects, and gives the report.</summary>
    public static async Task<V1.CollectReport> CollectAsync(this V1.Care.CareClient client, V1.CollectRequest request)
    {
        using var call = client.Collect(request, deadline: DateTime.UtcNow.AddSeconds(60));
        V1.CollectReport? report = null;
        await foreach (var happened in call.ResponseStream.ReadAllAsync())
        {
            Assert.Null(report);
            report = happened.Report;
        }

        return report!;
    }
}
