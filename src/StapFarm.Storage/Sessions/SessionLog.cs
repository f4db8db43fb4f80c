using Microsoft.Win32.SafeHandles;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Storage.Files;

namespace StapFarm.Storage.Sessions;

/// <summary>The log of one session: a header, then <see cref="SessionRecord"/>s. For one caller at a time.</summary>
internal sealed class SessionLog(string session, string path, bool flushToDisk)
{
    private SessionLogIndex _index = new();

    public async ValueTask<long> AppendAsync(IReadOnlyList<OutputChunk> chunks, CancellationToken cancellationToken)
    {
        DurableFolder.Ensure(Path.GetDirectoryName(path)!, flushToDisk);
        using var file = OpenForAppending();
        _index = await SessionLogScan.CatchUpAsync(session, file, _index, cancellationToken);
        if (RandomAccess.GetLength(file) > _index.End)
        {
            // What a crash cut was never acknowledged; the runner sends it again.
            RandomAccess.SetLength(file, _index.End);
        }

        if (_index.End == 0)
        {
            await RandomAccess.WriteAsync(file, SessionLogHeader.Bytes, 0, cancellationToken);
            _index.Begin(SessionLogHeader.Length);
            FlushName();
        }

        var next = TakeNext(chunks);
        if (next.Count > 0)
        {
            await WriteAsync(file, next, cancellationToken);
        }

        return _index.Last;
    }

    public async ValueTask<IReadOnlyList<OutputChunk>> ReadAsync(long from, int maxBytes, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.Asynchronous);
        _index = await SessionLogScan.CatchUpAsync(session, file, _index, cancellationToken);
        var chunks = new List<OutputChunk>();
        var reader = new SessionRecordReader(file, _index.PositionBefore(from), _index.End);
        var bytes = 0L;
        for (ReadOnlyMemory<byte> record; reader.Position < _index.End && (chunks.Count == 0 || bytes < maxBytes); reader.Skip(record.Length))
        {
            record = await reader.PeekAsync(cancellationToken);
            if (record.IsEmpty)
            {
                throw SessionLogScan.Damaged(session, chunks.Count > 0 ? chunks[^1].Number + 1 : from);
            }

            if (SessionRecord.NumberOf(record.Span) >= from)
            {
                chunks.Add(SessionRecord.Read(record.Span));
                bytes += record.Length;
            }
        }

        return chunks;
    }

    /// <returns>False when there was no log.</returns>
    public bool Delete()
    {
        var present = File.Exists(path);
        if (present)
        {
            File.Delete(path);
        }

        _index = new();
        return present;
    }

    private List<OutputChunk> TakeNext(IReadOnlyList<OutputChunk> chunks)
    {
        var next = new List<OutputChunk>(chunks.Count);
        var number = _index.Last;
        foreach (var chunk in chunks.Where(chunk => chunk.Number > _index.Last))
        {
            if (chunk.Number > number + 1)
            {
                break;
            }

            if (chunk.Number == number + 1)
            {
                if (chunk.Bytes.Length > SessionRecord.MaxOutput)
                {
                    throw new FarmException(FailureCode.LimitExceeded, $"A chunk of output has {chunk.Bytes.Length} bytes; at most {SessionRecord.MaxOutput} are taken.");
                }

                next.Add(chunk);
                number++;
            }
        }

        return next;
    }

    private async ValueTask WriteAsync(SafeFileHandle file, List<OutputChunk> chunks, CancellationToken cancellationToken)
    {
        var records = new byte[chunks.Sum(SessionRecord.LengthOf)];
        var written = 0;
        foreach (var chunk in chunks)
        {
            SessionRecord.Write(records.AsSpan(written), chunk);
            written += SessionRecord.LengthOf(chunk);
        }

        try
        {
            await RandomAccess.WriteAsync(file, records, _index.End, cancellationToken);
            if (flushToDisk)
            {
                RandomAccess.FlushToDisk(file);
            }
        }
        catch
        {
            RandomAccess.SetLength(file, _index.End);
            throw;
        }

        foreach (var chunk in chunks)
        {
            _index.Add(chunk.Number, SessionRecord.LengthOf(chunk));
        }
    }

    private SafeFileHandle OpenForAppending()
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException) && !FullMedium.Is(exception))
        {
            throw new FarmException(
                FailureCode.InUse,
                $"Another process is storing output of session {session}.",
                "Send it again.",
                exception);
        }
    }

    private void FlushName()
    {
        if (flushToDisk)
        {
            NativeFiles.FlushFolder(Path.GetDirectoryName(path)!);
        }
    }
}
