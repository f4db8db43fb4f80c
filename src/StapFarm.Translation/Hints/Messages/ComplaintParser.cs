using System.Globalization;
using System.Text.RegularExpressions;

namespace StapFarm.Translation.Hints.Messages;

/// <summary>
/// Reads stap's messages (5.1 and 5.6, <c>elaborate.cxx</c> and <c>parse.cxx</c>): a line with kind, text and place, or the
/// place on a line of its own after <c>saw:</c>, then the line of source and a caret. A place without a file is in the file
/// of the message before.
/// </summary>
internal static partial class ComplaintParser
{
    private static readonly (string Start, ComplaintKind Kind)[] Starts =
    [
        ("semantic error: ", ComplaintKind.SemanticError),
        ("parse error: ", ComplaintKind.ParseError),
        ("WARNING: ", ComplaintKind.Warning),
    ];

    public static IReadOnlyList<Complaint> Parse(IEnumerable<string> lines)
    {
        var found = new List<Complaint>();
        var open = false;
        foreach (var line in lines)
        {
            if (Starts.FirstOrDefault(start => line.StartsWith(start.Start, StringComparison.Ordinal)) is { Start: { } start, Kind: var kind })
            {
                found.Add(Placed(new(kind, line[start.Length..].TrimEnd(), null, null, 0, 0, null, []), line[start.Length..].TrimEnd(), found));
                open = true;
            }
            else if (!open || line.Length == 0 || !char.IsWhiteSpace(line[0]))
            {
                open = false;
            }
            else
            {
                found[^1] = Continued(found[^1], line, found);
            }
        }

        return found;
    }

    private static Complaint Continued(Complaint complaint, string line, List<Complaint> before)
    {
        var text = line.TrimStart();
        if (text.StartsWith("source: ", StringComparison.Ordinal))
        {
            // The first is the place itself; others show the expansion of a macro.
            return complaint.Source is null ? complaint with { Source = text["source: ".Length..] } : complaint;
        }

        if (complaint.File is null && (text.StartsWith("saw: ", StringComparison.Ordinal) || text.StartsWith("at: ", StringComparison.Ordinal)))
        {
            return Placed(complaint, ": " + text[(text.IndexOf(':', StringComparison.Ordinal) + 2)..], before) with { Text = complaint.Text };
        }

        return text == "^" ? complaint : complaint with { Details = [.. complaint.Details, text.TrimEnd()] };
    }

    private static Complaint Placed(Complaint complaint, string text, List<Complaint> before)
    {
        if (Place().Match(text) is not { Success: true } match)
        {
            return complaint;
        }

        var file = match.Groups["file"].Value;
        return complaint with
        {
            Text = match.Groups["text"].Value,
            Token = match.Groups["token"] is { Success: true } token ? token.Value : null,
            File = file.Length > 0 ? file : before.LastOrDefault(earlier => earlier.File is not null)?.File,
            Line = Number("line"),
            Column = Number("column"),
        };

        int Number(string name) => int.TryParse(match.Groups[name].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    [GeneratedRegex(@"^(?<text>.*?) ?: (?:[a-z-]+ '(?<token>[^']*)'|[a-z-]+) at (?<file>[^: ]*):(?<line>\d+):(?<column>\d+)$", RegexOptions.RightToLeft | RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
