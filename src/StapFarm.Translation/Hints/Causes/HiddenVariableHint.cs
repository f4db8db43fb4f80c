using System.Text.RegularExpressions;
using StapFarm.Translation.Hints.Messages;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>A <c>$variable</c> that the function has, but without a value where the probe is: later lines may have it.</summary>
internal sealed partial class HiddenVariableHint : IHint
{
    public async Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken)
    {
        var complaint = failed.Complaints.FirstOrDefault(complaint => complaint.Text.StartsWith("not accessible at this address", StringComparison.Ordinal));
        if (complaint?.Token is not { } name || Detail(complaint, Function()) is not { } function)
        {
            return null;
        }

        var origin = Detail(complaint, From())?.Groups["file"].Value ?? "";
        var module = origin.Contains("/vmlinux", StringComparison.Ordinal) ? null : Tree.TreeNames.ModuleName(origin);
        var start = new ProbePoint(module, "function", function.Groups["name"].Value, function.Groups["file"].Value);
        var lines = start with { Kind = "statement", Line = ":*" };
        var listed = (await failed.Stap.ListVariablesAsync([start.ToString(), lines.ToString()], cancellationToken)).Select(Variables.Parse).ToList();
        var there = listed.FirstOrDefault(entry => entry.ProbePoint is { Kind: "function" });
        var later = listed.FirstOrDefault(entry => entry.ProbePoint is { Kind: "statement" } && entry.Has(name));
        return there is null && later is null ? null
            : $"{start.Name} has {name}, but the compiled code gives it no value where this probe is."
                + (there is { All.Count: > 0 } ? $" There it has: {Variables.Show(there.All)}." : "")
                + (later is null ? "" : $" {name} can be read at {later.Place}.");
    }

    private static Match? Detail(Complaint complaint, Regex regex) =>
        complaint.Details.Select(detail => regex.Match(detail)).FirstOrDefault(match => match.Success);

    [GeneratedRegex(@"^function: (?<name>\w+) at (?<file>[^ :]+):\d+")]
    private static partial Regex Function();

    [GeneratedRegex(@"^dieoffset: 0x[0-9a-f]+ from (?<file>\S+)$")]
    private static partial Regex From();
}
