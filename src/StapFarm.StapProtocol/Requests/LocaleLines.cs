using System.Buffers;
using System.Text;

namespace StapFarm.StapProtocol.Requests;

/// <summary>The locale of a client's user: lines <c>NAME=VALUE</c>, of which some names and plain values are taken.</summary>
internal static class LocaleLines
{
    private const int Most = 64;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@_.=-");

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "LANG", "LC_ALL", "LC_CTYPE", "LC_COLLATE", "LC_MESSAGES", "LC_TIME", "LC_MONETARY", "LC_NUMERIC",
    };

    /// <returns>What is taken, and the warnings about the rest.</returns>
    public static (IReadOnlyList<string> Taken, IReadOnlyList<string> Refused) Parse(ReadOnlySpan<byte> text)
    {
        var lines = Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(Most).ToLookup(IsTaken);
        return ([.. lines[true]], [.. lines[false].Select(Shown)]);
    }

    private static bool IsTaken(string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && Names.Contains(line[..equals]) && line.AsSpan(equals + 1).ContainsAnyExcept(Plain) is false;
    }

    private static string Shown(string line) => new([.. (line.Length > 80 ? line[..80] + "..." : line).Select(c => char.IsControl(c) ? '?' : c)]);
}
