using Microsoft.Extensions.Options;
using StapFarm.Model.Runs;
using StapFarm.Storage.Files;

namespace StapFarm.Storage.Sessions;

/// <summary>
/// The output of sessions as files: <c>sessions/SESSION.log</c> under the root, appended to. What an append returns is on
/// the disk (<see cref="FileStorageOptions.FlushToDisk"/>); a record that a crash has cut is taken off by the next append.
/// </summary>
public sealed class FileSessionLogStore(IOptions<FileStorageOptions> options) : ISessionLogStore
{
    private const int ShelfCount = 64;

    private readonly Shelf[] _shelves = [.. Enumerable.Range(0, ShelfCount).Select(_ => new Shelf())];
    private readonly SessionLogPaths _paths = new(options.Value.Root);
    private readonly IncomingFolder _medium = new(options.Value.Root, options.Value.FlushToDisk);

    public ValueTask<long> AppendAsync(string session, IReadOnlyList<OutputChunk> chunks, CancellationToken cancellationToken) =>
        WithAsync(
            session,
            log => _medium.WriteAsync(() => log.AppendAsync(chunks, cancellationToken)),
            cancellationToken);

    public ValueTask<IReadOnlyList<OutputChunk>> ReadAsync(string session, long from, int maxBytes, CancellationToken cancellationToken) =>
        WithAsync(session, log => log.ReadAsync(from, maxBytes, cancellationToken), cancellationToken);

    public ValueTask<bool> DeleteAsync(string session, CancellationToken cancellationToken) =>
        WithAsync(session, log => ValueTask.FromResult(log.Delete()), cancellationToken);

    private async ValueTask<T> WithAsync<T>(string session, Func<SessionLog, ValueTask<T>> act, CancellationToken cancellationToken)
    {
        var path = _paths.Of(session);
        var shelf = _shelves[(uint)session.GetHashCode(StringComparison.Ordinal) % ShelfCount];
        await shelf.Turn.WaitAsync(cancellationToken);
        try
        {
            return await act(shelf.Take(session, () => new SessionLog(session, path, options.Value.FlushToDisk)));
        }
        finally
        {
            shelf.Turn.Release();
        }
    }

    /// <summary>Some of the logs, one caller at a time. What it remembers of them is bounded: it can be read again.</summary>
    private sealed class Shelf
    {
        private const int Capacity = 64;

        private readonly Dictionary<string, SessionLog> _logs = new(StringComparer.Ordinal);

        // A semaphore that nobody asks for a wait handle holds nothing to dispose of.
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public SessionLog Take(string session, Func<SessionLog> create)
        {
            if (_logs.TryGetValue(session, out var known))
            {
                return known;
            }

            if (_logs.Count == Capacity)
            {
                _logs.Clear();
            }

            return _logs[session] = create();
        }
    }
}
