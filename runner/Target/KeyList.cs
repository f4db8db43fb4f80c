namespace StapFarm.Runner.Target;

/// <summary>The asymmetric keys in <c>/proc/keys</c>: <c>... asymmetri NAME: X509.rsa 1a2b3c4d []</c>.</summary>
internal static class KeyList
{
    public static IReadOnlyList<string> Parse(string text)
    {
        var keys = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var type = Array.FindIndex(words, static word => word.StartsWith("X509.", StringComparison.Ordinal));
            if (type >= 0 && type + 1 < words.Length && words.Contains("asymmetri"))
            {
                keys.Add(words[type + 1]);
            }
        }

        return keys;
    }
}
