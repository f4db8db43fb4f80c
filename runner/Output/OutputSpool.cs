using System.Globalization;
using System.Text;
using StapFarm.Model.Runs;

namespace StapFarm.Runner.Output;

/// <summary>
/// A session's output on its way to the farm: numbered chunks, kept until the farm has stored them. When it is full the writer
/// waits, unless nobody can be waited for any more; then it counts what it drops.
/// </summary>
/// <param name="capacity">Bytes.</param>
internal sealed class OutputSpool(long capacity)
{
    // What a chunk costs beside its bytes, so that many small ones are bounded as well.
    private const int ChunkCost = 64;

    private readonly object _gate = new();
    private readonly LinkedList<OutputChunk> _chunks = new();
    private long _used;
    private bool _dropping;

    /// <summary>The number of the last chunk; 0 when there was none.</summary>
    public long Last { get; private set; }

    /// <summary>What the farm has stored.</summary>
    public long Stored { get; private set; }

    /// <summary>Bytes that were dropped.</summary>
    public long Dropped { get; private set; }

    /// <summary>All bytes that came in, those which were dropped included.</summary>
    public long Total { get; private set; }

    /// <summary>Whether a writer has to wait.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _used >= capacity && !_dropping;
            }
        }
    }

    /// <summary>Blocks until there is room, or dropping is allowed.</summary>
    public void WaitForRoom()
    {
        lock (_gate)
        {
            while (IsFull)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Takes a piece of output. It may exceed the capacity by the one piece that was read when there still was room.</summary>
    public void Append(OutputChannel channel, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Total += bytes.Length;
            if (_dropping && _used >= capacity)
            {
                Dropped += bytes.Length;
                return;
            }

            Add(channel, bytes.ToArray());
        }
    }

    /// <summary>From now on what doesn't fit is dropped and counted: the session ends, and nobody takes its output.</summary>
    public void AllowDropping()
    {
        lock (_gate)
        {
            _dropping = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Says in the output itself what was dropped, if anything was.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (Dropped > 0)
            {
                Add(OutputChannel.Stderr, Encoding.UTF8.GetBytes(string.Create(
                    CultureInfo.InvariantCulture,
                    $"stapfarm-runner: {Dropped} bytes of output were dropped: the farm didn't take them, and the spool of {capacity} bytes was full.\n")));
            }
        }
    }

    /// <summary>The farm has stored all up to this number.</summary>
    public void Acknowledge(long number)
    {
        lock (_gate)
        {
            Stored = Math.Max(Stored, Math.Min(number, Last));
            while (_chunks.First is { } first && first.Value.Number <= Stored)
            {
                _used -= first.Value.Bytes.Length + ChunkCost;
                _chunks.RemoveFirst();
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Chunks after <paramref name="number"/>, in order, of about this many bytes (at least one chunk, if there is one).</summary>
    public IReadOnlyList<OutputChunk> After(long number, int bytes)
    {
        lock (_gate)
        {
            var batch = new List<OutputChunk>();
            for (var node = FirstAfter(number); node is not null; node = node.Next)
            {
                if (batch.Count > 0 && bytes < node.Value.Bytes.Length)
                {
                    break;
                }

                bytes -= node.Value.Bytes.Length;
                batch.Add(node.Value);
            }

            return batch;
        }
    }

    // From the end: what isn't sent yet is usually little, what isn't stored may be much.
    private LinkedListNode<OutputChunk>? FirstAfter(long number)
    {
        if (_chunks.Last is not { } node || node.Value.Number <= number)
        {
            return null;
        }

        while (node.Previous is { } previous && previous.Value.Number > number)
        {
            node = previous;
        }

        return node;
    }

    private void Add(OutputChannel channel, byte[] bytes)
    {
        _chunks.AddLast(new OutputChunk(++Last, channel, bytes));
        _used += bytes.Length + ChunkCost;
    }
}
