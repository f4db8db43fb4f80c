namespace StapFarm.Kernels.Debian;

/// <summary>A version in Debian's order (deb-version(7)): <c>[epoch:]upstream[-revision]</c>, where <c>~</c> sorts before the end.</summary>
internal readonly record struct DebianVersion(string Text) : IComparable<DebianVersion>
{
    public int CompareTo(DebianVersion other)
    {
        var (left, right) = (Split(Text), Split(other.Text));
        var epoch = left.Epoch.CompareTo(right.Epoch);
        if (epoch != 0)
        {
            return epoch;
        }

        var upstream = Compare(left.Upstream, right.Upstream);
        return upstream != 0 ? upstream : Compare(left.Revision, right.Revision);
    }

    public override string ToString() => Text;

    public static bool operator <(DebianVersion left, DebianVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(DebianVersion left, DebianVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(DebianVersion left, DebianVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DebianVersion left, DebianVersion right) => left.CompareTo(right) >= 0;

    private static (long Epoch, string Upstream, string Revision) Split(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var epoch = colon > 0 && long.TryParse(text[..colon], out var number) ? number : 0;
        var rest = text[(colon + 1)..];
        var dash = rest.LastIndexOf('-');
        return dash < 0 ? (epoch, rest, "") : (epoch, rest[..dash], rest[(dash + 1)..]);
    }

    private static int Compare(string left, string right)
    {
        var (i, j) = (0, 0);
        while (i < left.Length || j < right.Length)
        {
            while ((i < left.Length && !char.IsAsciiDigit(left[i])) || (j < right.Length && !char.IsAsciiDigit(right[j])))
            {
                var order = Order(left, i).CompareTo(Order(right, j));
                if (order != 0)
                {
                    return order;
                }

                i++;
                j++;
            }

            var numbers = Number(left, ref i).CompareTo(Number(right, ref j));
            if (numbers != 0)
            {
                return numbers;
            }
        }

        return 0;
    }

    private static int Order(string text, int index)
    {
        const int AfterLetters = 256;
        if (index >= text.Length || char.IsAsciiDigit(text[index]))
        {
            return 0;
        }

        var c = text[index];
        return c == '~' ? -1 : char.IsAsciiLetter(c) ? c : c + AfterLetters;
    }

    private static System.Numerics.BigInteger Number(string text, ref int index)
    {
        var start = index;
        while (index < text.Length && char.IsAsciiDigit(text[index]))
        {
            index++;
        }

        return start == index ? 0 : System.Numerics.BigInteger.Parse(text.AsSpan(start, index - start), provider: System.Globalization.CultureInfo.InvariantCulture);
    }
}
