namespace StapFarm.Model.Runs;

/// <summary>Keeps the output of sessions. What it has acknowledged is stored.</summary>
public interface ISessionLogStore
{
    /// <summary>
    /// Appends chunks. Those whose numbers are already stored are ignored; a gap is refused by storing nothing after it.
    /// </summary>
    /// <returns>The number of the last chunk that is stored.</returns>
    ValueTask<long> AppendAsync(string session, IReadOnlyList<OutputChunk> chunks, CancellationToken cancellationToken);

    /// <summary>Stored chunks from <paramref name="from"/> on, in order, at most about <paramref name="maxBytes"/> (at least one chunk if there is one).</summary>
    ValueTask<IReadOnlyList<OutputChunk>> ReadAsync(string session, long from, int maxBytes, CancellationToken cancellationToken);

    ValueTask<bool> DeleteAsync(string session, CancellationToken cancellationToken);
}
