using StapFarm.Cluster.Runs;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Runners;

/// <summary>What one runner reports of its sessions: output to the log store first, then word to the session.</summary>
internal sealed class SessionIntake(IGrainFactory grains, ISessionLogStore logs, string runner)
{
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);

    /// <summary>The number of the session's last stored chunk.</summary>
    public async Task<long> StoredAsync(string session, CancellationToken cancellationToken)
    {
        await DemandOwnAsync(session);
        return await logs.AppendAsync(session, [], cancellationToken);
    }

    /// <returns>The number of the last chunk that is stored now.</returns>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when chunks are missing before these, <c>NotAllowed</c>, <c>StoreFull</c>.</exception>
    public async Task<long> StoreAsync(V1.SessionOutput output, CancellationToken cancellationToken)
    {
        await DemandOwnAsync(output.SessionId);
        var chunks = output.Chunks.Select(chunk => chunk.ToModel()).ToList();
        var stored = await logs.AppendAsync(output.SessionId, chunks, cancellationToken);
        if (chunks.Count > 0 && stored < chunks[^1].Number)
        {
            throw Gap(output.SessionId, stored, chunks[^1].Number);
        }

        await Session(output.SessionId).OutputStoredAsync(stored);
        return stored;
    }

    public async Task RunningAsync(string session)
    {
        await DemandOwnAsync(session);
        await Session(session).RunningAsync();
    }

    /// <exception cref="FarmException"><c>InvalidRequest</c> when output before the end is missing.</exception>
    public async Task EndedAsync(V1.SessionEnded ended, CancellationToken cancellationToken)
    {
        var stored = await StoredAsync(ended.SessionId, cancellationToken);
        if (stored < ended.LastChunk)
        {
            throw Gap(ended.SessionId, stored, ended.LastChunk);
        }

        await Session(ended.SessionId).EndedAsync(ended.ToModel(), ended.LastChunk);
    }

    private ISessionGrain Session(string session) => grains.GetGrain<ISessionGrain>(session);

    /// <summary>A runner speaks for its own sessions only. One that the farm doesn't know any more is nobody else's.</summary>
    private async Task DemandOwnAsync(string session)
    {
        if (_own.Contains(session))
        {
            return;
        }

        var state = await Session(session).WaitAsync(knownVersion: -1, TimeSpan.Zero);
        if (state is not null && state.Plan.Runner != runner)
        {
            throw new FarmException(FailureCode.NotAllowed, $"Session {session} isn't one of runner {runner}.");
        }

        _own.Add(session);
    }

    /// <summary>The runner keeps what isn't acknowledged: it comes again and sends it from there.</summary>
    private static FarmException Gap(string session, long stored, long given) => new(
        FailureCode.InvalidRequest,
        $"Output of session {session} is missing: chunk {stored} is the last that is stored, and the runner is at {given}.",
        "Connect again, and send it from what is stored on.");
}
