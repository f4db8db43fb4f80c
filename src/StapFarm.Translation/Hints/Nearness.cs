namespace StapFarm.Translation.Hints;

/// <summary>How alike two names are, as somebody who mistyped or half remembers one would say.</summary>
internal static class Nearness
{
    /// <summary>Less alike than this is another name.</summary>
    private const double Least = 0.6;

    /// <summary>The nearest names, best first, equally near ones by name.</summary>
    public static IReadOnlyList<string> Nearest(string wanted, IEnumerable<string> names, int count) =>
    [
        .. names
            .Where(name => name != wanted && Math.Abs(name.Length - wanted.Length) <= Math.Max(name.Length, wanted.Length) * (1 - Least) + 8)
            .Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Score: Of(wanted, name)))
            .Where(scored => scored.Score >= Least)
            .OrderByDescending(scored => scored.Score)
            .ThenBy(scored => scored.Name, StringComparer.Ordinal)
            .Take(count)
            .Select(scored => scored.Name),
    ];

    /// <summary>1 for the same name, 0 for nothing in common.</summary>
    public static double Of(string a, string b)
    {
        var (shorter, longer) = a.Length <= b.Length ? (a, b) : (b, a);
        if (longer.Length == 0)
        {
            return 1;
        }

        var alike = 1 - ((double)Distance(a, b) / longer.Length);
        return shorter.Length >= 4 && longer.Contains(shorter, StringComparison.Ordinal)
            ? Math.Max(alike, 0.7 + (0.25 * shorter.Length / longer.Length))
            : alike;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
