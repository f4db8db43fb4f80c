using System.Text;

namespace StapFarm.Runner.Output;

/// <summary>
/// The form of staprun's and stapio's verbose messages: <c>stapio:FUNCTION:LINE TEXT</c>, and a few lines without that
/// beginning. Observed with SystemTap 5.1; the code that prints them is the same up to 5.5.
/// </summary>
internal static class VerboseLine
{
    /// <summary>Longer lines are the user's.</summary>
    public const int Longest = 4096;

    private const int LongestFunction = 64;

    /// <summary>Whether a line that begins so may still turn out to be one.</summary>
    public static bool MayBe(ReadOnlySpan<byte> start)
    {
        foreach (var line in Beginnings)
        {
            var beginning = line.Span;
            if (start.Length < beginning.Length ? beginning.StartsWith(start) : start.StartsWith(beginning))
            {
                return start.Length < Longest;
            }
        }

        return false;
    }

    /// <summary>The message of a complete line (without its end); null when the line isn't one of them. Error messages (<c>stapio:FUNCTION:LINE: ERROR: ...</c>) aren't.</summary>
    public static string? Message(ReadOnlySpan<byte> line)
    {
        foreach (var beginning in Programs)
        {
            if (line.StartsWith(beginning.Span))
            {
                return AfterPlace(line[beginning.Length..]);
            }
        }

        return MayBe(line) && line.Length >= ShortestPlain ? "" : null;
    }

    private static ReadOnlyMemory<byte>[] Programs { get; } = ["staprun:"u8.ToArray(), "stapio:"u8.ToArray()];

    private static ReadOnlyMemory<byte>[] Beginnings { get; } =
    [
        .. Programs,
        "Signature file /"u8.ToArray(),
        "execing: /"u8.ToArray(),
        "spawning: /"u8.ToArray(),
        "Renamed module to: "u8.ToArray(),
    ];

    private const int ShortestPlain = 10;

    private static string? AfterPlace(ReadOnlySpan<byte> rest)
    {
        var colon = rest.IndexOf((byte)':');
        if (colon is <= 0 or > LongestFunction)
        {
            return null;
        }

        var number = rest[(colon + 1)..];
        var digits = number.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits > 0 && number[digits] == ' ' ? Encoding.UTF8.GetString(number[(digits + 1)..]) : null;
    }
}
