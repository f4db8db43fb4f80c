using System.Globalization;

namespace StapFarm.Toolchains.Pairs;

/// <summary>Orders releases of stap by their numbers: 5.1, 5.6, 5.10.</summary>
internal sealed class StapReleaseComparer : IComparer<string>
{
    public static StapReleaseComparer Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Numbers(x), Numbers(y));
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            var order = left.ElementAtOrDefault(i).CompareTo(right.ElementAtOrDefault(i));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int[] Numbers(string? release) =>
        [.. (release ?? "").Split('.').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)];
}
