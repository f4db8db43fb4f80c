using System.Globalization;

namespace StapFarm.Cli.CommandLine;

/// <summary>A length of time as people write it: digits, and s, m, h or d.</summary>
internal static class Duration
{
    private const long MostSeconds = 100L * 365 * 24 * 60 * 60;

    /// <exception cref="UsageException">It isn't one, or is longer than a hundred years.</exception>
    public static TimeSpan Parse(string text)
    {
        var unit = text.Length == 0 ? 0 : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 60 * 60,
            'd' => 24 * 60 * 60,
            _ => 0,
        };
        return unit > 0
            && long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= MostSeconds / unit
            ? TimeSpan.FromSeconds(count * unit)
            : throw new UsageException($"'{text}' isn't a length of time.", "Give one such as 90s, 30m, 12h or 7d.");
    }
}
