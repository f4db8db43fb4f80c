using System.Text;
using System.Text.RegularExpressions;
using StapFarm.Translation.Hints.Messages;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>A kernel variable written without its <c>$</c>: stap takes it for a variable of the script that nothing assigns.</summary>
internal sealed partial class UnsetLocalHint : IHint
{
    private const int Shown = 8;

    /// <summary>Whether stap has built the script with a warning of this kind.</summary>
    public static bool IsWarned(IEnumerable<string> lines) => lines.Any(line => line.StartsWith("WARNING: never-assigned local variable '", StringComparison.Ordinal));

    public async Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken)
    {
        var complaint = failed.Complaints.FirstOrDefault(complaint => complaint.Kind == ComplaintKind.Warning && NeverAssigned().IsMatch(complaint.Text));
        if (complaint?.Token is not { } name || Around(failed, complaint) is not { } point)
        {
            return null;
        }

        var there = (await failed.Stap.ListVariablesAsync([point], cancellationToken)).Select(Variables.Parse).FirstOrDefault(entry => entry.All.Count > 0);
        if (there is null || (failed.IsBuilt && !there.Has("$" + name)))
        {
            return null;
        }

        var text = $"{name} is taken for a variable of the script, and nothing assigns it.";
        return there.Has("$" + name)
            ? $"{text} A variable of the kernel has a $: write ${name}. {point} has: {Variables.Show(there.All.Take(Shown))}."
            : $"{text} {point} has: {Variables.Show(there.All.Take(Shown))}.";
    }

    /// <summary>The probe point of the handler that the message is about: the last one written before it.</summary>
    private static string? Around(HintCase failed, Complaint complaint)
    {
        if (complaint.File != Model.Options.SandboxNames.Script || failed.Source.Script is not { } script)
        {
            return null;
        }

        var lines = Encoding.Latin1.GetString(script.Span).Split('\n');
        if (complaint.Line < 1 || complaint.Line > lines.Length || complaint.Column > lines[complaint.Line - 1].Length)
        {
            return null;
        }

        var before = string.Join('\n', lines.Take(complaint.Line - 1).Append(lines[complaint.Line - 1][..complaint.Column]));
        return Probe().Matches(before).LastOrDefault() is { } match && !match.Groups["point"].Value.StartsWith("process", StringComparison.Ordinal)
            ? match.Groups["point"].Value
            : null;
    }

    [GeneratedRegex(@"^never-assigned local variable '\w+'")]
    private static partial Regex NeverAssigned();

    [GeneratedRegex(@"\bprobe\s+(?<point>[A-Za-z_]\w*(?:\(""[\w@/.:+*?-]*""\))?(?:\.[A-Za-z_]\w*(?:\(""[\w@/.:+*?-]*""\))?)*)")]
    private static partial Regex Probe();
}
