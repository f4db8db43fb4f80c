using Google.Protobuf;
using StapFarm.Cluster.Runs;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Watching;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Model.Work;
using StapFarm.Protocol.Mapping;
using StapFarm.Storage.Modules;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Runs;

/// <summary>Tells one watcher of one session: its phases, its build, its output from a chunk on, its end.</summary>
internal sealed class SessionWatch(
    ISessionGrain session,
    ISessionLogStore logs,
    ModuleCache modules,
    UserNames names,
    SerialWriter<V1.RunEvent> writer)
{
    /// <summary>Output that is read at once, in bytes.</summary>
    private const int ReadBytes = 256 * 1024;

    private SessionPhase? _phase;
    private WorkProgress? _progress;
    private bool _warned;

    /// <summary>Returns after the session's end was told.</summary>
    /// <param name="from">The first chunk wanted.</param>
    public async Task RunAsync(string id, long from, CancellationToken cancellationToken)
    {
        var known = -1L;
        var next = Math.Max(1, from);
        while (true)
        {
            var state = await session.WaitAsync(known, LongPoll.Wait).WaitAsync(cancellationToken) ?? throw Forgotten(id);
            known = state.Version;
            await TellPhaseAsync(id, state, cancellationToken);
            next = await TellOutputAsync(id, next, state.LastChunk, cancellationToken);
            if (state.End is { } end)
            {
                await SendAsync(id, new() { Ended = Named(end).ToProto(id, state.LastChunk) }, cancellationToken);
                return;
            }
        }
    }

    private async Task TellPhaseAsync(string id, SessionState state, CancellationToken cancellationToken)
    {
        if (state.BuildProgress is { } progress && progress != _progress)
        {
            _progress = progress;
            await SendAsync(id, new() { Build = new() { Stage = progress.Stage, Text = progress.Text } }, cancellationToken);
        }

        if (state.Phase == _phase)
        {
            return;
        }

        _phase = state.Phase;
        if (state.Phase is SessionPhase.Starting or SessionPhase.Running && !_warned)
        {
            _warned = true;
            await TellWarningsAsync(id, state, cancellationToken);
        }

        await SendAsync(id, new() { Phase = new() { Phase = (V1.SessionPhase)state.Phase } }, cancellationToken);
    }

    private async Task TellWarningsAsync(string id, SessionState state, CancellationToken cancellationToken)
    {
        if (await modules.FindAsync(state.Plan.Key, cancellationToken) is { Messages.Warnings.IsEmpty: false } manifest)
        {
            await SendAsync(id, new() { BuildWarnings = ByteString.CopyFrom(names.Fill(manifest.Messages.Warnings)) }, cancellationToken);
        }
    }

    private async Task<long> TellOutputAsync(string id, long next, long last, CancellationToken cancellationToken)
    {
        while (next <= last)
        {
            var chunks = await logs.ReadAsync(id, next, ReadBytes, cancellationToken);
            if (chunks.Count == 0 || chunks[0].Number != next)
            {
                throw new FarmException(FailureCode.Corrupt, $"Output of session {id} is missing from the log: chunk {next} of {last}.");
            }

            foreach (var chunk in chunks)
            {
                await SendAsync(id, new() { Output = chunk.ToProto() }, cancellationToken);
                next = chunk.Number + 1;
            }
        }

        return next;
    }

    private SessionEnd Named(SessionEnd end) => end.Failure is { } failure ? end with { Failure = names.Fill(failure) } : end;

    private Task SendAsync(string id, V1.RunEvent @event, CancellationToken cancellationToken)
    {
        @event.SessionId = id;
        return writer.WriteAsync(@event, cancellationToken);
    }

    private static FarmException Forgotten(string id) => new(
        FailureCode.NotFound,
        $"The farm doesn't know session {id} any more: it was restarted, or the session ended long ago.",
        "Its output may still be in the farm's session logs.");
}
