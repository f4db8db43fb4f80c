using Grpc.Core;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Runs;

internal static class WatchExtensions
{
    /// <summary>The next events up to the first that fits, which is the last.</summary>
    public static async Task<List<V1.RunEvent>> UntilAsync(this AsyncServerStreamingCall<V1.RunEvent> watch, Func<V1.RunEvent, bool> fits)
    {
        var events = new List<V1.RunEvent>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await watch.ResponseStream.MoveNext(patience.Token))
        {
            events.Add(watch.ResponseStream.Current);
            if (fits(events[^1]))
            {
                return events;
            }
        }

        throw new InvalidOperationException("The watch has ended: " + string.Join("; ", events));
    }
}
