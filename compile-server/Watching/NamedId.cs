using System.Buffers.Text;
using System.Text;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Watching;

/// <summary>
/// An id as a user gets it: that of the work or run, and the names that only this user knows. It keeps them itself, so
/// that any front can answer for it, also after a restart. Written as <c>1.ID</c> or <c>1.ID.NAMES</c>; NAMES is base64url
/// of each name in UTF-8 with a zero after it, the script's first.
/// </summary>
internal sealed record NamedId(string Id, UserNames Names)
{
    private const string Version = "1";

    /// <summary>Bytes of names that an id holds; more are cut from the end.</summary>
    private const int LongestNames = 4096;

    public override string ToString()
    {
        if (Names == UserNames.None)
        {
            return $"{Version}.{Id}";
        }

        var bytes = new List<byte>();
        foreach (var name in Names.Tapsets.Prepend(Names.Script))
        {
            var encoded = Encoding.UTF8.GetBytes(name.Replace('\0', '?'));
            if (bytes.Count + encoded.Length >= LongestNames)
            {
                break;
            }

            bytes.AddRange(encoded);
            bytes.Add(0);
        }

        return $"{Version}.{Id}.{Base64Url.EncodeToString([.. bytes])}";
    }

    /// <param name="what">What it should be the id of, for the message.</param>
    /// <exception cref="FarmException"><c>NotFound</c> when it is no such id, <c>UnknownVersion</c>.</exception>
    public static NamedId Parse(string text, string what)
    {
        var parts = text.Split('.');
        if (parts.Length is not (2 or 3) || parts[1].Length == 0 || parts[1].Length > 200 || !parts[1].All(IsIdCharacter))
        {
            throw NotAnId(text, what);
        }

        if (parts[0] != Version)
        {
            throw new FarmException(
                FailureCode.UnknownVersion,
                $"An id of version '{parts[0]}' of a {what}; this farm knows version {Version}.",
                "It comes from another release of StapFarm: ask this one again.");
        }

        return new(parts[1], parts.Length == 2 ? UserNames.None : Decode(parts[2]) ?? throw NotAnId(text, what));
    }

    private static UserNames? Decode(string encoded)
    {
        try
        {
            var names = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)).Split('\0');
            return names is [var script, .. var tapsets, ""] ? new(script, tapsets) : UserNames.None;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsIdCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_';

    private static FarmException NotAnId(string text, string what) =>
        new(FailureCode.NotFound, $"'{(text.Length > 60 ? text[..60] + "..." : text)}' isn't the id of a {what}.");
}
