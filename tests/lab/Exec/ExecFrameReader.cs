using System.Globalization;
using System.Text;

namespace StapFarm.Lab.Exec;

/// <summary>Reads the frames described in <see cref="ExecChannel"/> from a stream.</summary>
internal sealed class ExecFrameReader(Stream stream)
{
    private const int LongestHeader = 64;
    private const int LongestPayload = 32768;

    private readonly byte[] _buffer = new byte[65536];
    private int _start;
    private int _end;

    /// <returns>Null when the stream ends between two frames.</returns>
    public async ValueTask<ExecFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        string? header;
        do
        {
            header = await ReadLineAsync(cancellationToken);
        }
        while (header is "");

        if (header is null)
        {
            return null;
        }

        if (header.Split(' ') is ["p" or "o" or "e" or "x", _, _] and [var kind, var id, var digits]
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return kind is "o" or "e"
                ? new ExecFrame(kind[0], id, number, await ReadPayloadAsync(number, cancellationToken))
                : new ExecFrame(kind[0], id, number, default);
        }

        throw new LabException($"The guest's exec agent sent '{header}', which is no frame.");
    }

    private async ValueTask<byte[]> ReadPayloadAsync(int length, CancellationToken cancellationToken)
    {
        if (length > LongestPayload)
        {
            throw new LabException($"The guest's exec agent announced {length} bytes in one frame; {LongestPayload} is the limit.");
        }

        var payload = new byte[length];
        for (var filled = 0; filled < length;)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                throw new LabException("The guest went away in the middle of a command's output.");
            }

            var count = Math.Min(length - filled, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(payload.AsSpan(filled));
            _start += count;
            filled += count;
        }

        return payload;
    }

    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>(LongestHeader);
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return null;
            }

            var value = _buffer[_start++];
            if (value == '\n')
            {
                return Encoding.ASCII.GetString([.. line]);
            }

            line.Add(value);
            if (line.Count > LongestHeader)
            {
                throw new LabException("The guest's exec agent sent a frame header without an end.");
            }
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
