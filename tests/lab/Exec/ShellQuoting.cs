using System.Buffers;

namespace StapFarm.Lab.Exec;

/// <summary>Words for a POSIX shell, as bytes: within single quotes only the single quote itself is special.</summary>
public static class ShellQuoting
{
    /// <summary>One line that runs the words as a command, whatever bytes they hold (but NUL).</summary>
    public static byte[] Command(IEnumerable<ReadOnlyMemory<byte>> words)
    {
        var line = new ArrayBufferWriter<byte>();
        foreach (var word in words)
        {
            if (line.WrittenCount > 0)
            {
                line.Write(" "u8);
            }

            Append(line, word.Span);
        }

        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }

    private static void Append(ArrayBufferWriter<byte> line, ReadOnlySpan<byte> word)
    {
        line.Write("'"u8);
        foreach (var value in word)
        {
            switch (value)
            {
                case 0:
                    throw new ArgumentException("a command's word can't hold a NUL byte", nameof(word));
                case (byte)'\'':
                    line.Write("'\\''"u8);
                    break;
                default:
                    line.Write([value]);
                    break;
            }
        }

        line.Write("'"u8);
    }
}
