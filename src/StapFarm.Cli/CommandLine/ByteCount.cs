using System.Globalization;

namespace StapFarm.Cli.CommandLine;

/// <summary>A number of bytes as people write it: digits, and k, M or G for thousands, millions and thousands of millions.</summary>
internal static class ByteCount
{
    /// <exception cref="UsageException">It isn't one, is zero, or is more than a signed 64-bit number holds.</exception>
    public static long Parse(string text)
    {
        var unit = text.Length == 0 ? 1 : text[^1] switch
        {
            'k' => 1000,
            'M' => 1000 * 1000,
            'G' => 1000 * 1000 * 1000,
            _ => 1,
        };
        return long.TryParse(unit == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0
            && count <= long.MaxValue / unit
            ? count * unit
            : throw new UsageException($"'{text}' isn't a number of bytes.", "Give one such as 65536, 100k or 10M.");
    }
}
