using System.Collections.Concurrent;
using Grpc.Core;
using StapFarm.Cluster.Scheduling;
using StapFarm.CompileServer.Calls;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Leasing;

/// <summary>One worker's stream: leases go out as slots are free, progress and results come in.</summary>
internal sealed partial class WorkerConnection(
    ISchedulerGrain scheduler,
    V1.WorkerOffer firstOffer,
    SerialWriter<V1.WorkerCommand> writer,
    TimeSpan leaseDuration,
    ILogger<WorkerConnection> logger)
{
    private readonly string _connection = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<string, string> _leases = new(StringComparer.Ordinal);
    private readonly Slots _slots = new();
    private WorkerOffer _offer = null!;

    /// <param name="ending">Cancelled when the stream ends for whatever reason.</param>
    /// <param name="stopLeasing">No more leases after this; those that were given may still be completed.</param>
    public async Task RunAsync(IAsyncStreamReader<V1.WorkerMessage> messages, CancellationTokenSource ending, CancellationToken stopLeasing)
    {
        Take(firstOffer);
        LogConnected(_offer.WorkerName, _offer.Slots, firstOffer.Version);
        await writer.WriteAsync(new() { Welcome = new() { LeaseMs = (long)leaseDuration.TotalMilliseconds } }, ending.Token);
        using var leasing = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, stopLeasing);
        var giving = GiveAsync(ending, leasing.Token);
        try
        {
            while (await messages.NextAsync(ending.Token))
            {
                await HandleAsync(messages.Current, ending.Token);
            }
        }
        catch (OperationCanceledException) when (giving.IsFaulted)
        {
            await giving;
        }
        finally
        {
            await ending.CancelAsync();
            await scheduler.WorkerGoneAsync(_offer.Incarnation);
            LogGone(_offer.WorkerName, _leases.Count);
        }
    }

    private async Task GiveAsync(CancellationTokenSource ending, CancellationToken leasing)
    {
        Task<Lease?>? asked = null;
        try
        {
            while (true)
            {
                await _slots.WaitForFreeAsync(leasing);
                asked = scheduler.LeaseAsync(_offer, LongPoll.Wait);
                if (await asked.WaitAsync(leasing) is { } lease)
                {
                    asked = null;
                    await GiveAsync(lease, leasing);
                }
            }
        }
        catch (OperationCanceledException) when (leasing.IsCancellationRequested)
        {
            await ReturnAsync(asked, ending.Token);
        }
        catch (Exception exception)
        {
            // Without leases the stream is of no use: the worker comes again.
            LogLeasingFailed(exception, _offer.WorkerName);
            _ = ending.CancelAsync();
            throw;
        }
    }

    private async Task GiveAsync(Lease lease, CancellationToken cancellationToken)
    {
        _slots.Take();
        _leases[lease.Id] = lease.Item.Name;
        LogLeased(lease.Id, lease.Item.Description, lease.Attempt, _offer.WorkerName);
        await writer.WriteAsync(new() { Granted = lease.ToProto() }, cancellationToken);
    }

    /// <summary>A lease that arrives after the stream has ended must not wait until it runs out.</summary>
    private async Task ReturnAsync(Task<Lease?>? asked, CancellationToken streamEnded)
    {
        if (asked is null)
        {
            return;
        }

        try
        {
            if (await asked is not null && streamEnded.IsCancellationRequested)
            {
                await scheduler.WorkerGoneAsync(_offer.Incarnation);
            }
        }
        catch (Exception exception)
        {
            LogLeasingFailed(exception, _offer.WorkerName);
        }
    }

    private async Task HandleAsync(V1.WorkerMessage message, CancellationToken cancellationToken)
    {
        switch (message.MessageCase)
        {
            case V1.WorkerMessage.MessageOneofCase.Offer:
                Take(message.Offer);
                break;
            case V1.WorkerMessage.MessageOneofCase.Progress when Holds(message.Progress.LeaseId):
                var progress = message.Progress;
                await scheduler.ProgressAsync(
                    progress.LeaseId,
                    new WorkProgress(progress.Stage, progress.Text, progress.HasFraction ? progress.Fraction : null));
                break;
            case V1.WorkerMessage.MessageOneofCase.Completed when Release(message.Completed.LeaseId):
                await scheduler.CompleteAsync(message.Completed.LeaseId, ResultOf(message.Completed));
                LogCompleted(message.Completed.LeaseId, _offer.WorkerName, message.Completed.Failure?.Message ?? "done");
                break;
            case V1.WorkerMessage.MessageOneofCase.Renewal:
                await RenewAsync(cancellationToken);
                break;
            default:
                // Of a lease that has ended meanwhile, or of a newer worker.
                break;
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        foreach (var ended in await scheduler.RenewAsync(_offer.Incarnation, [.. _leases.Keys]))
        {
            if (Release(ended))
            {
                LogRevoked(ended, _offer.WorkerName);
                await writer.WriteAsync(new() { Revoked = new() { LeaseId = ended } }, cancellationToken);
            }
        }
    }

    private void Take(V1.WorkerOffer offer)
    {
        _offer = offer.ToModel(_connection);
        _slots.Resize(_offer.Slots);
    }

    private bool Holds(string lease) => _leases.ContainsKey(lease);

    private bool Release(string lease)
    {
        if (!_leases.TryRemove(lease, out _))
        {
            return false;
        }

        _slots.Release();
        return true;
    }

    private static WorkResult ResultOf(V1.LeaseCompleted completed)
    {
        if (completed.Failure is { } failure)
        {
            return WorkResult.Failed(failure.ToModel());
        }

        return completed.ManifestId.Length == 0
            ? WorkResult.Done(null)
            : Enum.IsDefined((ManifestKind)completed.ManifestKind)
                ? WorkResult.Done(new ManifestName((ManifestKind)completed.ManifestKind, completed.ManifestId))
                : WorkResult.Failed(new FarmFailure(FailureCode.UnknownVersion, $"The worker gave a result of kind {completed.ManifestKind}, which this farm doesn't know."));
    }
}
