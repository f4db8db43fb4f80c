namespace StapFarm.Cluster.Scheduling.Attempts;

/// <summary>
/// Remembers durably how often work was given out, so that work which kills its worker (or the whole farm) can't come
/// round for ever.
/// </summary>
public interface IAttemptLog
{
    /// <summary>The attempts of a piece of work in their order; none when there were none.</summary>
    /// <exception cref="Model.Failures.FarmException"><c>UnknownVersion</c> or <c>Corrupt</c>: the record can't be read.</exception>
    Task<IReadOnlyList<Attempt>> ReadAsync(string work, CancellationToken cancellationToken);

    /// <summary>Stored when it returns.</summary>
    Task WriteAsync(string work, IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken);

    Task ClearAsync(string work, CancellationToken cancellationToken);
}
