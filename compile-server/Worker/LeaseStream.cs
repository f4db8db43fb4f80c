using System.Threading.Channels;
using Grpc.Core;
using StapFarm.CompileServer.Hosting;
using StapFarm.CompileServer.Leasing;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Worker;

/// <summary>One stream to the farm, from the offer to its end.</summary>
internal sealed partial class LeaseStream : ILeaseReports
{
    private readonly WorkerIdentity _identity;
    private readonly HashSet<Digest> _trees;
    private readonly WorkBoard _board;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<V1.WorkerMessage> _outgoing = Channel.CreateUnbounded<V1.WorkerMessage>(new() { SingleReader = true });
    private int _slots;

    public LeaseStream(WorkerIdentity identity, int slots, IEnumerable<Digest> trees, WorkBoard board, TimeProvider time, ILogger logger)
    {
        _identity = identity;
        _slots = slots;
        _trees = [.. trees];
        _board = board;
        _time = time;
        _logger = logger;
    }

    /// <param name="draining">From then on no more leases are taken.</param>
    /// <param name="finished">Ends the stream once everything that was reported is sent.</param>
    /// <param name="ending">Ends the stream at once.</param>
    public async Task RunAsync(V1.Workers.WorkersClient client, CancellationToken draining, CancellationToken finished, CancellationToken ending)
    {
        using var call = client.Lease(cancellationToken: ending);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending);
        Offer(slots: null);
        _board.ReportTo(this);
        var sending = SendAsync(call.RequestStream, over.Token);
        using var noMore = draining.Register(() => Offer(slots: 0));
        using var noneLeft = finished.Register(() => _outgoing.Writer.TryComplete());
        try
        {
            await ReceiveAsync(call.ResponseStream, over.Token);
        }
        finally
        {
            _board.ReportTo(null);
            await over.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Progressed(string lease, WorkProgress progress)
    {
        var message = new V1.LeaseProgress { LeaseId = lease, Stage = progress.Stage, Text = progress.Text };
        if (progress.Fraction is { } fraction)
        {
            message.Fraction = fraction;
        }

        _outgoing.Writer.TryWrite(new() { Progress = message });
    }

    public void Completed(string lease, WorkResult result)
    {
        if (result.Manifest is { Kind: ManifestKind.KernelTree } tree)
        {
            Offer(slots: null, Digest.Parse(tree.Id));
        }

        _outgoing.Writer.TryWrite(new()
        {
            Completed = new()
            {
                LeaseId = lease,
                ManifestKind = (int)(result.Manifest?.Kind ?? 0),
                ManifestId = result.Manifest?.Id ?? "",
                Failure = result.Failure?.ToProto(),
            },
        });
    }

    /// <summary>Says what this worker can take now.</summary>
    private void Offer(int? slots, Digest? newTree = null)
    {
        lock (_trees)
        {
            _slots = slots ?? _slots;
            if (newTree is { } tree)
            {
                _trees.Add(tree);
            }

            _outgoing.Writer.TryWrite(new()
            {
                Offer = new()
                {
                    ProtocolVersion = WorkItemMapping.ProtocolVersion,
                    WorkerName = _identity.Name,
                    Incarnation = _identity.Incarnation,
                    Slots = _slots,
                    Version = FarmVersion.Text,
                    Architecture = Model.Kernels.Architecture.OfThisMachine.Name,
                    Trees = { _trees.Select(tree => tree.ToString()) },
                },
            });
        }
    }

    private async Task ReceiveAsync(IAsyncStreamReader<V1.WorkerCommand> commands, CancellationToken cancellationToken)
    {
        while (await commands.MoveNext(cancellationToken))
        {
            switch (commands.Current.CommandCase)
            {
                case V1.WorkerCommand.CommandOneofCase.Welcome:
                    LogWelcome(commands.Current.Welcome.LeaseMs);
                    _ = RenewAsync(TimeSpan.FromMilliseconds(commands.Current.Welcome.LeaseMs / 3.0), cancellationToken);
                    break;
                case V1.WorkerCommand.CommandOneofCase.Granted:
                    Take(commands.Current.Granted);
                    break;
                case V1.WorkerCommand.CommandOneofCase.Revoked:
                    LogRevoked(commands.Current.Revoked.LeaseId);
                    _board.Revoke(commands.Current.Revoked.LeaseId);
                    break;
            }
        }
    }

    private void Take(V1.LeaseGranted granted)
    {
        try
        {
            _board.Take(granted.LeaseId, granted.ToModel());
        }
        catch (FarmException exception)
        {
            Completed(granted.LeaseId, WorkResult.Failed(exception.Failure));
        }
    }

    private async Task RenewAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(every, _time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                _outgoing.Writer.TryWrite(new() { Renewal = new() });
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task SendAsync(IClientStreamWriter<V1.WorkerMessage> stream, CancellationToken cancellationToken)
    {
        await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
        {
            await stream.WriteAsync(message, cancellationToken);
        }

        await stream.CompleteAsync();
    }
}
