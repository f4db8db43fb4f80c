using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Care;

namespace StapFarm.Storage.Collection;

/// <summary>Removes the output of sessions that ended long ago, and of the oldest when all take too much; never of those that go on.</summary>
public sealed partial class SessionLogCollector(
    ISessionLogShelf shelf,
    IUses uses,
    IOptions<CollectionOptions> options,
    TimeProvider time,
    ILogger<SessionLogCollector> logger)
{
    /// <exception cref="Model.Failures.FarmException">What is in use can't be told: nothing was removed.</exception>
    public async Task<SessionLogReport> CollectAsync(bool dryRun, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var recent = now - options.Value.Grace;
        var going = (await uses.ListAsync(cancellationToken)).Select(use => use.Session).ToHashSet();
        var all = shelf.List().ToList();
        var (removed, bytes, left) = (0, 0L, all.Sum(session => session.Bytes));
        foreach (var session in all.OrderBy(session => session.LastAppend).ThenBy(session => session.Session, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isTooOld = session.LastAppend < now - options.Value.SessionsKeptFor;
            if ((isTooOld || left > options.Value.SessionBytes)
                && !going.Contains(session.Session)
                && session.LastAppend < recent
                && (dryRun || shelf.RemoveOlder(session.Session, recent)))
            {
                removed++;
                bytes += session.Bytes;
                left -= session.Bytes;
            }
        }

        if (!dryRun && removed > 0)
        {
            LogCollected(logger, removed, bytes, left);
        }

        return new(removed, bytes, left, Budget.Excess(left, options.Value.SessionBytes));
    }
}
