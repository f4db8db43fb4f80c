using System.Text.RegularExpressions;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>A cast to a type that stap doesn't find, mostly since the probe is in no function and so in no module.</summary>
internal sealed partial class CastTypeHint : IHint
{
    public async Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken)
    {
        var complaint = failed.Complaints.FirstOrDefault(complaint => NoType().IsMatch(complaint.Text));
        if (complaint is null)
        {
            return null;
        }

        var match = NoType().Match(complaint.Text);
        var (type, module) = (match.Groups["type"].Value, match.Groups["module"].Value);
        var known = module != "kernel" && await failed.Stap.AcceptsAsync($"probe begin {{ println(& @cast(0, \"{type}\", \"kernel\")[1]) }}", cancellationToken);
        return (module.Length, known) switch
        {
            (0, true) when complaint.File?.EndsWith(".stpm", StringComparison.Ordinal) == true =>
                $"This probe or function is in no part of the kernel, so stap doesn't know where to look for '{type}'. Write & @cast(0, \"{type}\", \"kernel\")[1] for its size.",
            (0, true) => $"This probe or function is in no part of the kernel, so the cast must say where '{type}' is declared. Write @cast(..., \"{type}\", \"kernel\").",
            (_, true) => $"'{type}' isn't declared in '{module}' but in the kernel itself. Write @cast(..., \"{type}\", \"kernel\").",
            _ => $"The debug information of the kernel has no type '{type}'. Mind its spelling; for a type that only a header or a module has, name that: @cast(..., \"{type}\", \"kernel<linux/HEADER.h>\") or \"MODULE\".",
        };
    }

    [GeneratedRegex(@"^type definition '(?<type>[A-Za-z_][\w ]*)' not found in '(?<module>[^']*)'")]
    private static partial Regex NoType();
}
