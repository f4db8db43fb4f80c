using System.Globalization;
using System.Text.RegularExpressions;
using StapFarm.Translation.Hints.Messages;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>A statement on a line that has no code of that function.</summary>
internal sealed partial class MissingLineHint : IHint
{
    private const int Shown = 24;

    public async Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken)
    {
        foreach (var (point, reason) in failed.Unresolved)
        {
            if (point is { Kind: "statement", File: { } file } && NoRecords().Match(reason) is { Success: true } match)
            {
                var line = int.Parse(match.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
                var there = point with { Name = "*", Line = $":{line}", Suffix = "" };
                var all = point with { Line = ":*", Suffix = "" };
                var listed = await failed.Stap.ListAsync([all.ToString(), there.ToString()], cancellationToken);
                return Say(point, file, line, [.. listed.Select(text => ProbePoint.Parse(text, [])).OfType<ProbePoint>()]);
            }
        }

        return null;
    }

    private static string? Say(ProbePoint point, string file, int line, IReadOnlyList<ProbePoint> listed)
    {
        var other = point.IsPattern ? null : listed.FirstOrDefault(entry => entry.Name != point.Name && Number(entry) == line);
        var lines = listed.Where(entry => point.IsPattern || entry.Name == point.Name).Select(Number).Where(number => number > 0 && number != line).Distinct().Order().ToList();
        if (lines.Count == 0)
        {
            return null;
        }

        var nearest = lines.MinBy(number => (Math.Abs(number - line), number));
        var middle = lines.IndexOf(nearest);
        var first = Math.Clamp(middle - (Shown / 2), 0, Math.Max(0, lines.Count - Shown));
        var shown = lines.Skip(first).Take(Shown).Select(number => number.ToString(CultureInfo.InvariantCulture));
        var nearestPoint = listed.First(entry => Number(entry) == nearest && (point.IsPattern || entry.Name == point.Name));
        var where = point.IsPattern ? file : $"{point.Name} ({file})";
        return string.Create(CultureInfo.InvariantCulture, $"Line {line} has no code of {where} in this kernel; lines differ between kernel versions.")
            + string.Create(CultureInfo.InvariantCulture, $" {(lines.Count > Shown ? "The nearest lines" : "Lines")} that can be probed: {string.Join(", ", shown)}.")
            + (other is null ? "" : string.Create(CultureInfo.InvariantCulture, $" Line {line} belongs to {other.Name}: {other}."))
            + $" Nearest: {nearestPoint with { Suffix = "" }}.";
    }

    private static int Number(ProbePoint point) =>
        point.Line.Length > 1 && int.TryParse(point.Line.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^no line records for \S+:(?<line>\d{1,9})\b")]
    private static partial Regex NoRecords();
}
