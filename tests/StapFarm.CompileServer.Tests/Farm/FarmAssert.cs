using Grpc.Core;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Farm;

internal static class FarmAssert
{
    /// <summary>The call fails with a typed failure of this code.</summary>
    public static async Task<FarmFailure> FailsAsync(FailureCode code, Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(call);
        var failure = exception.ToFailure();
        Assert.True(code == failure.Code, $"Expected {code}, got {failure.Code}: {exception.Status} {failure.Message}");
        return failure;
    }

    /// <summary>The events of a watch until it ends.</summary>
    public static async Task<List<V1.WorkEvent>> EventsAsync(this V1.Work.WorkClient client, string work, long from = 1)
    {
        using var call = client.Watch(new() { WorkId = work, FromSequence = from }, deadline: DateTime.UtcNow.AddSeconds(60));
        var events = new List<V1.WorkEvent>();
        await foreach (var @event in call.ResponseStream.ReadAllAsync())
        {
            events.Add(@event);
        }

        return events;
    }

    /// <summary>Submits and waits for the end.</summary>
    public static async Task<V1.WorkEvent> BuildAsync(this TestFarm farm, V1.SubmitBuildRequest request)
    {
        var submitted = await farm.Builds.SubmitAsync(request);
        return (await farm.Work.EventsAsync(submitted.WorkId))[^1];
    }
}
