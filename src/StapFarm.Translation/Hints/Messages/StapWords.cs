namespace StapFarm.Translation.Hints.Messages;

/// <summary>Lists within stap's sentences: <c>(similar functions: a, b)</c>, <c>(alternatives: $a, $b)</c>.</summary>
internal static class StapWords
{
    public static IEnumerable<string> List(string text, string opening)
    {
        var start = text.IndexOf(opening, StringComparison.Ordinal);
        if (start < 0)
        {
            return [];
        }

        var rest = text[(start + opening.Length)..];
        var end = rest.IndexOf(')', StringComparison.Ordinal);
        return (end < 0 ? rest : rest[..end]).Split(", ").Where(word => word.Length > 0);
    }
}
