using System.Text.RegularExpressions;
using StapFarm.Translation.Hints.Messages;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>A <c>$variable</c> that the function or tracepoint doesn't have.</summary>
internal sealed partial class MissingVariableHint : IHint
{
    /// <summary>Parameters in whose structures the name is looked for, one question each.</summary>
    private const int Looked = 2;

    public async Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken)
    {
        foreach (var complaint in failed.Complaints.Where(complaint => complaint.Kind == ComplaintKind.SemanticError))
        {
            if (NoLocal().Match(complaint.Text) is { Success: true } local)
            {
                return await LocalAsync(failed, complaint, local, cancellationToken);
            }

            if (NoArgument().Match(complaint.Text) is { Success: true } argument)
            {
                return Argument(complaint, argument.Groups["name"].Value);
            }
        }

        return null;
    }

    private static async Task<string?> LocalAsync(HintCase failed, Complaint complaint, Match match, CancellationToken cancellationToken)
    {
        var name = "$" + match.Groups["name"].Value;
        var module = match.Groups["module"].Value;
        var point = new ProbePoint(module == "kernel" ? null : module, "function", match.Groups["function"].Value, match.Groups["file"].Value);
        var lines = await failed.Stap.ListVariablesAsync([point.ToString()], cancellationToken);
        var there = lines.Select(Variables.Parse).FirstOrDefault(variables => variables.ProbePoint?.Name == point.Name);
        if (there is null)
        {
            return null;
        }

        var has = there.All.Count == 0 ? "none that has a value at its start" : Variables.Show(there.All);
        var text = $"{point.Name} ({point.File}) has no variable {name} in this kernel. It has at its start: {has}.";
        if (Nearness.Nearest(name, there.All.Select(variable => variable.Name), 1) is [{ } near])
        {
            return $"{text} Nearest: {near}.";
        }

        // Functions are split and parameters dropped when the value can be had from another one.
        var only = point with { File = null };
        foreach (var (owner, _) in there.All.Where(variable => Pointer().IsMatch(variable.Type)).Take(Looked))
        {
            var instead = $"{owner}->{name[1..]}";
            if (await failed.Stap.AcceptsAsync($"probe {only} {{ println({instead}) }}", cancellationToken))
            {
                return $"{text} Perhaps {instead} is meant.";
            }
        }

        return text;
    }

    private static string? Argument(Complaint complaint, string name)
    {
        var all = StapWords.List(complaint.Text, "(alternatives: ").Where(word => !word.StartsWith("$$", StringComparison.Ordinal)).ToList();
        return all.Count == 0 ? null
            : $"The tracepoint has no {name} in this kernel. It has: {string.Join(", ", all)}."
                + (Nearness.Nearest(name, all, 1) is [{ } near] ? $" Nearest: {near}." : "");
    }

    [GeneratedRegex(@"^unable to find local '(?<name>\w+)'.* in (?<module>[\w-]+), near pc 0x[0-9a-f]+ in (?<function>[\w.]+) (?<file>[^ ()]+) \(")]
    private static partial Regex NoLocal();

    [GeneratedRegex(@"^unable to find tracepoint variable '(?<name>\$\w+)'")]
    private static partial Regex NoArgument();

    [GeneratedRegex(@"^struct [^*]*[^*]\*$")]
    private static partial Regex Pointer();
}
