using System.Globalization;
using System.Text;

namespace StapFarm.Model.Options;

/// <summary>Bytes of a command line for the eyes of a person, and the few patterns that values must fit.</summary>
internal static class OptionText
{
    /// <summary>Shows bytes in a message: what isn't printable is shown as a question mark, and no more than 80 characters.</summary>
    public static string Show(ReadOnlyMemory<byte> bytes)
    {
        var shown = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(bytes.Span).EnumerateRunes())
        {
            if (shown.Length >= 80)
            {
                return shown.Append("...").ToString();
            }

            shown.Append(Rune.IsControl(rune) || rune == Rune.ReplacementChar ? "?" : rune.ToString());
        }

        return shown.ToString();
    }

    public static bool IsNumber(ReadOnlyMemory<byte> value, int least, int most) =>
        int.TryParse(value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most;

    /// <summary>Letters, digits, underscores and the <paramref name="others"/>; at least one.</summary>
    public static bool IsName(ReadOnlyMemory<byte> value, string others = "")
    {
        foreach (var b in value.Span)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b != '_' && !others.Contains((char)b, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return !value.IsEmpty;
    }

    public static bool Is(ReadOnlyMemory<byte> value, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (value.Span.SequenceEqual(Encoding.ASCII.GetBytes(word)))
            {
                return true;
            }
        }

        return false;
    }
}
