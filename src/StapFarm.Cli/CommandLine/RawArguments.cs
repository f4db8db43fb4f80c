using System.Text;

namespace StapFarm.Cli.CommandLine;

/// <summary>
/// The command line as the bytes that the kernel was given: .NET decodes it as UTF-8 and loses what isn't valid.
/// </summary>
internal static class RawArguments
{
    public static IReadOnlyList<ReadOnlyMemory<byte>> OfThisProcess(string[] decoded)
    {
        if (Array.TrueForAll(decoded, argument => !argument.Contains('\uFFFD', StringComparison.Ordinal)))
        {
            return [.. decoded.Select(argument => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(argument))];
        }

        return Split(File.ReadAllBytes("/proc/self/cmdline"), decoded.Length);
    }

    /// <summary>The last <paramref name="count"/> of words that each end with a zero byte.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> commandLine, int count)
    {
        var words = new List<ReadOnlyMemory<byte>>();
        while (!commandLine.IsEmpty)
        {
            var end = commandLine.Span.IndexOf((byte)0);
            words.Add(end < 0 ? commandLine : commandLine[..end]);
            commandLine = end < 0 ? default : commandLine[(end + 1)..];
        }

        return words[^count..];
    }
}
