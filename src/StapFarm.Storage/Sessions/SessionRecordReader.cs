using Microsoft.Win32.SafeHandles;

namespace StapFarm.Storage.Sessions;

/// <summary>Goes through a log's records from a position on, reading the file in large pieces.</summary>
internal sealed class SessionRecordReader(SafeFileHandle file, long position, long end)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _filled;

    /// <summary>Where the next record begins.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The record at <see cref="Position"/>, until the next call; empty when no whole and sound record is there.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(SessionRecord.HeaderLength, cancellationToken)
            || SessionRecord.LengthOf(Rest.Span) is not { } length
            || !await FillAsync(length, cancellationToken))
        {
            return default;
        }

        var record = Rest[..length];
        return SessionRecord.Verifies(record.Span) ? record : default;
    }

    /// <summary>Goes on behind what these bytes take.</summary>
    public void Skip(int length)
    {
        _start += length;
        Position += length;
    }

    /// <summary>The length that the record here claims, sound or not; null when it can't begin one or reaches over the end.</summary>
    public async ValueTask<int?> ClaimedLengthAsync(CancellationToken cancellationToken) =>
        await FillAsync(SessionRecord.HeaderLength, cancellationToken)
            && SessionRecord.LengthOf(Rest.Span) is { } length
            && Position + length <= end
            ? length
            : null;

    private ReadOnlyMemory<byte> Rest => _buffer.AsMemory(_start, _filled - _start);

    private async ValueTask<bool> FillAsync(int wanted, CancellationToken cancellationToken)
    {
        if (Position + wanted > end)
        {
            return false;
        }

        if (Rest.Length >= wanted)
        {
            return true;
        }

        var kept = Math.Max(Rest.Length, 0);
        if (wanted > _buffer.Length)
        {
            var larger = new byte[wanted];
            Rest.CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            Rest.CopyTo(_buffer);
        }

        (_start, _filled) = (0, kept);
        while (_filled < wanted)
        {
            var room = _buffer.AsMemory(_filled, (int)Math.Min(_buffer.Length - _filled, end - Position - _filled));
            var read = await RandomAccess.ReadAsync(file, room, Position + _filled, cancellationToken);
            if (read == 0)
            {
                return false;
            }

            _filled += read;
        }

        return true;
    }
}
