using System.Text.RegularExpressions;
using StapFarm.Translation.Hints.Messages;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>The variables of one line of <c>stap -L</c>: <c>POINT $skb:struct sk_buff* $net:struct net*</c>.</summary>
internal sealed partial record Variables(string Point, IReadOnlyList<(string Name, string Type)> All)
{
    public static Variables Parse(string line)
    {
        var matches = Variable().Matches(line);
        return new(
            matches.Count == 0 ? line.Trim() : line[..matches[0].Index].Trim(),
            [.. matches.Select(match => (match.Groups["name"].Value, match.Groups["type"].Value.Trim()))]);
    }

    public bool Has(string name) => All.Any(variable => variable.Name == name);

    /// <summary>Once each, in stap's order: <c>$skb (struct sk_buff*), ...</c>.</summary>
    public static string Show(IEnumerable<(string Name, string Type)> variables) =>
        string.Join(", ", variables.DistinctBy(variable => variable.Name).Select(variable => $"{variable.Name} ({variable.Type})"));

    /// <summary>The same without stap's mark of an optional point.</summary>
    public string Place => Point.TrimEnd('?');

    public ProbePoint? ProbePoint => Messages.ProbePoint.Parse(Place, []);

    [GeneratedRegex(@" (?<name>\$?[A-Za-z_]\w*):(?<type>[^:$]*?)(?=(?: \$?[A-Za-z_]\w*:)|$)")]
    private static partial Regex Variable();
}
