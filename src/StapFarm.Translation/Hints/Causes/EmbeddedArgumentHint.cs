using System.Text.RegularExpressions;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>Embedded C that reaches arguments and result through <c>THIS</c>, as SystemTap before 1.8 had it.</summary>
internal sealed partial class EmbeddedArgumentHint : IHint
{
    public Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken)
    {
        var names = failed.Lines
            .Select(line => NoMember().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return Task.FromResult(names.Count == 0
            ? null
            : $"C code in functions no longer reaches arguments and result through THIS. Write {string.Join(", ", names.Select(Instead))}, and STAP_RETVALUE for THIS->__retvalue.");
    }

    private static string Instead(string name) => name == "__retvalue" ? "STAP_RETVALUE for THIS->__retvalue" : $"STAP_ARG_{name} for THIS->{name}";

    [GeneratedRegex(@": error: ['\u2018]struct function_\w+_locals['\u2019] has no member named ['\u2018](?<name>\w+)['\u2019]")]
    private static partial Regex NoMember();
}
