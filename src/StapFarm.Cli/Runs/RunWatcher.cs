using Grpc.Core;
using StapFarm.Cli.Connection;

namespace StapFarm.Cli.Runs;

/// <summary>
/// Gives every event of a run until all its sessions have ended. A lost connection costs nothing: the watch goes on, for
/// each session, with the chunk after the last one that came.
/// </summary>
internal sealed class RunWatcher(V1.Runs.RunsClient runs, TimeProvider timeProvider)
{
    public async Task WatchAsync(V1.StartRunResponse run, Func<V1.RunEvent, Task> report, CancellationToken cancellationToken)
    {
        var next = run.Sessions.ToDictionary(session => session.SessionId, _ => 1L);
        var running = run.Sessions.Select(session => session.SessionId).ToHashSet();
        var reconnection = new Reconnection(timeProvider);
        while (running.Count > 0)
        {
            try
            {
                using var call = runs.Watch(new V1.WatchRunRequest { RunId = run.RunId, FromChunk = { next } }, cancellationToken: cancellationToken);
                await foreach (var happened in call.ResponseStream.ReadAllAsync(cancellationToken))
                {
                    reconnection.Reset();
                    if (IsNew(happened, next, running))
                    {
                        await report(happened);
                    }
                }
            }
            catch (RpcException exception) when (Reconnection.IsLost(exception, cancellationToken))
            {
            }

            if (running.Count > 0)
            {
                await reconnection.WaitAsync(cancellationToken);
            }
        }
    }

    private static bool IsNew(V1.RunEvent happened, Dictionary<string, long> next, HashSet<string> running)
    {
        switch (happened.EventCase)
        {
            case V1.RunEvent.EventOneofCase.Output when next.TryGetValue(happened.SessionId, out var wanted):
                if (happened.Output.Number < wanted)
                {
                    return false;
                }

                next[happened.SessionId] = happened.Output.Number + 1;
                return true;
            case V1.RunEvent.EventOneofCase.Ended:
                return running.Remove(happened.SessionId);
            default:
                return next.ContainsKey(happened.SessionId);
        }
    }
}
