using System.Buffers;
using System.Globalization;

namespace StapFarm.StapProtocol;

/// <summary>A release of SystemTap, which is also the version of the protocol that it speaks: <c>4.8</c>.</summary>
public readonly record struct ClientVersion(int Major, int Minor) : IComparable<ClientVersion>
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>What a client is taken for that doesn't say.</summary>
    public static ClientVersion Unsaid { get; } = new(1, 0);

    /// <summary>The first whose requests carry a locale and machine owner keys.</summary>
    public static ClientVersion WithLocale { get; } = new(1, 6);

    /// <summary>The first whose staprun talks to modules as all later ones do; no staprun runs modules of the other side.</summary>
    public static ClientVersion WithNewMessages { get; } = new(5, 0);

    /// <summary>Whether its staprun runs modules of that release.</summary>
    public bool Runs(ClientVersion translator) => this >= WithNewMessages == translator >= WithNewMessages;

    /// <returns>False unless it begins with numbers and dots; what follows them (<c>5.3/0.192</c>) doesn't count.</returns>
    public static bool TryParse(string text, out ClientVersion version)
    {
        var numbers = text[..(text.AsSpan().IndexOfAnyExcept(Digits) is var end && end < 0 ? text.Length : end)].Split('.');
        version = default;
        if (!TryNumber(numbers[0], out var major) || (numbers.Length > 1 && numbers[1].Length > 0 && !TryNumber(numbers[1], out _)))
        {
            return false;
        }

        version = new(major, numbers.Length > 1 && TryNumber(numbers[1], out var minor) ? minor : 0);
        return true;
    }

    public static bool operator <(ClientVersion left, ClientVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(ClientVersion left, ClientVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(ClientVersion left, ClientVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ClientVersion left, ClientVersion right) => left.CompareTo(right) >= 0;

    public int CompareTo(ClientVersion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < 100_000;
}
