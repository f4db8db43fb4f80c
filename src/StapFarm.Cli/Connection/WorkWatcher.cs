using Grpc.Core;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Connection;

/// <summary>
/// Submits work and watches it to its end. A lost connection costs nothing: the watch goes on with the next event, and
/// work that a restarted farm doesn't know any more is submitted again.
/// </summary>
internal sealed class WorkWatcher(V1.Work.WorkClient work, TimeProvider timeProvider)
{
    private const int MaxSubmissions = 5;

    /// <param name="submit">Asks for the work; the same request twice is the same work.</param>
    /// <param name="report">Is shown every event once.</param>
    /// <exception cref="FarmException">Why the work failed.</exception>
    public async Task<V1.WorkDone> DoAsync(
        Func<CancellationToken, Task<Submission>> submit,
        Action<V1.WorkEvent> report,
        CancellationToken cancellationToken)
    {
        var reconnection = new Reconnection(timeProvider);
        for (var submissions = 1; ; submissions++)
        {
            var submission = submissions == 1
                ? await submit(cancellationToken)
                : await SubmitAgainAsync(submit, reconnection, cancellationToken);
            if (submission.Done is { } done)
            {
                return done;
            }

            if (await WatchAsync(submission.WorkId, report, reconnection, submissions < MaxSubmissions, cancellationToken) is { } result)
            {
                return result;
            }
        }
    }

    private static async Task<Submission> SubmitAgainAsync(
        Func<CancellationToken, Task<Submission>> submit,
        Reconnection reconnection,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await submit(cancellationToken);
            }
            catch (RpcException exception) when (Reconnection.IsLost(exception, cancellationToken))
            {
                await reconnection.WaitAsync(cancellationToken);
            }
        }
    }

    /// <returns>Null when the farm doesn't know the work.</returns>
    private async Task<V1.WorkDone?> WatchAsync(
        string workId,
        Action<V1.WorkEvent> report,
        Reconnection reconnection,
        bool maySubmitAgain,
        CancellationToken cancellationToken)
    {
        for (long next = 1; ;)
        {
            try
            {
                using var call = work.Watch(new V1.WatchWorkRequest { WorkId = workId, FromSequence = next }, cancellationToken: cancellationToken);
                await foreach (var happened in call.ResponseStream.ReadAllAsync(cancellationToken))
                {
                    reconnection.Reset();
                    if (happened.Sequence < next)
                    {
                        continue;
                    }

                    next = happened.Sequence + 1;
                    report(happened);
                    switch (happened.EventCase)
                    {
                        case V1.WorkEvent.EventOneofCase.Done:
                            return happened.Done;
                        case V1.WorkEvent.EventOneofCase.Failed:
                            throw new FarmException(happened.Failed.ToModel());
                    }
                }
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound && maySubmitAgain)
            {
                return null;
            }
            catch (RpcException exception) when (Reconnection.IsLost(exception, cancellationToken))
            {
            }

            // Also when the stream ended without saying how the work did.
            await reconnection.WaitAsync(cancellationToken);
        }
    }
}
