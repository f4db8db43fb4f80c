using System.Text.RegularExpressions;
using StapFarm.Translation.Hints.Messages;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>A member that a structure doesn't have: stap lists them all, the nearest are worth more.</summary>
internal sealed partial class MissingMemberHint : IHint
{
    private const int Shown = 5;

    public Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken)
    {
        var complaint = failed.Complaints.FirstOrDefault(complaint => NoMember().IsMatch(complaint.Text));
        if (complaint is null)
        {
            return Task.FromResult<string?>(null);
        }

        var match = NoMember().Match(complaint.Text);
        var name = match.Groups["name"].Value;
        var near = Nearness.Nearest(name, StapWords.List(complaint.Text, "(alternatives: "), Shown);
        return Task.FromResult(near.Count == 0
            ? null
            : $"{match.Groups["type"].Value} has no member {name} in this kernel. The nearest it has: {string.Join(", ", near)}.");
    }

    [GeneratedRegex(@"^unable to find member '(?<name>\w+)' for (?<type>(?:struct|union|class) \w+) \(alternatives: ")]
    private static partial Regex NoMember();
}
