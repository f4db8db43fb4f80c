using System.Buffers;

namespace StapFarm.Cli.Runs;

/// <summary>
/// Puts a name before each line of a stream that comes in pieces. Lines are passed on whole, so that those of several
/// runners don't mix; one that is very long or never ended is passed on as it is.
/// </summary>
internal sealed class LinePrefixer(string prefix, Stream output)
{
    /// <summary>Bytes of an unfinished line that are held back.</summary>
    public const int MaxHeld = 64 * 1024;

    private readonly byte[] _prefix = System.Text.Encoding.UTF8.GetBytes(prefix);
    private readonly ArrayBufferWriter<byte> _held = new();
    private bool _insideLine;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var piece = end < 0 ? bytes : bytes[..(end + 1)];
            _held.Write(piece);
            if (end >= 0 || _held.WrittenCount >= MaxHeld)
            {
                Pass(endsLine: end >= 0);
            }

            bytes = bytes[piece.Length..];
        }
    }

    /// <summary>Passes on the last line, and ends it if it hasn't ended.</summary>
    public void Finish()
    {
        if (_held.WrittenCount > 0 || _insideLine)
        {
            _held.Write("\n"u8);
            Pass(endsLine: true);
        }
    }

    private void Pass(bool endsLine)
    {
        if (!_insideLine)
        {
            output.Write(_prefix);
        }

        output.Write(_held.WrittenSpan);
        _held.ResetWrittenCount();
        _insideLine = !endsLine;
    }
}
