using StapFarm.Protocol.Mapping;
using StapFarm.Protocol.V1;
using StapFarm.Runner.Sessions;

namespace StapFarm.Runner.Connection;

/// <summary>
/// What one connection still has to say. Each connection begins anew from what the farm has stored, so nothing that an
/// earlier one lost on the way is missing.
/// </summary>
internal sealed class Outbox(SessionBook book, TimeProvider time)
{
    /// <summary>Output per message: well below gRPC's limit of 4 MB.</summary>
    private const int Batch = 256 << 10;

    /// <summary>
    /// Between two small pieces of output: a script that watches the network sees the runner's own packets, and without a
    /// pause each would be the next one's cause.
    /// </summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, Sent> _sent = [];
    private long? _lastOutput;

    /// <summary>How long nothing should be said yet.</summary>
    public TimeSpan Pause => _lastOutput is { } last ? Breath - time.GetElapsedTime(last) : TimeSpan.Zero;

    /// <summary>The next message; null when all is said.</summary>
    public RunnerMessage? Next()
    {
        foreach (var record in book.Records)
        {
            if (Next(record) is { } message)
            {
                return message;
            }
        }

        return null;
    }

    private RunnerMessage? Next(SessionRecord record)
    {
        if (!_sent.TryGetValue(record.Id, out var sent))
        {
            sent = _sent[record.Id] = new Sent { Chunk = record.Spool.Stored };
        }

        // Before the output: a probe's first line is proof enough, but "running" should not come after it.
        if (record.IsRunning && !sent.Running)
        {
            sent.Running = true;
            return new RunnerMessage { Running = new SessionRunning { SessionId = record.Id } };
        }

        // Asked for before the output is looked at: what comes before the end is in the spool by then.
        var end = record.End;
        var chunks = record.Spool.After(sent.Chunk, Batch);
        if (chunks.Count > 0)
        {
            sent.Chunk = chunks[^1].Number;
            _lastOutput = chunks.Sum(static chunk => (long)chunk.Bytes.Length) < Batch / 4 ? time.GetTimestamp() : null;
            return new RunnerMessage
            {
                Output = new SessionOutput { SessionId = record.Id, Chunks = { chunks.Select(RunMapping.ToProto) } },
            };
        }

        if (end is null || sent.Ended)
        {
            return null;
        }

        sent.Ended = true;
        return new RunnerMessage { Ended = end.ToProto(record.Id, record.Spool.Last) };
    }

    private sealed class Sent
    {
        public long Chunk { get; set; }

        public bool Running { get; set; }

        public bool Ended { get; set; }
    }
}
