using StapFarm.Model.Builds;
using StapFarm.Model.Failures;

namespace StapFarm.Model.Options;

/// <summary>Finds the rule for a spelling, as getopt_long(3) does.</summary>
public static class OptionLookup
{
    /// <summary>Spellings that stand for another option with a fixed value.</summary>
    private static readonly Dictionary<string, StapOption> Shorthands = new(StringComparer.Ordinal)
    {
        ["-P"] = new("--prologue-searching", "always"u8.ToArray()),
        ["--unprivileged"] = new("--privilege", "stapusr"u8.ToArray()),
    };

    private static readonly Dictionary<string, OptionRule> ByName =
        OptionTable.All.ToDictionary(rule => rule.Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, OptionRule> BySpelling =
        OptionTable.All.SelectMany(rule => rule.Spellings, (rule, spelling) => (rule, spelling))
            .Concat(Shorthands.Select(pair => (rule: ByName[pair.Value.Name], spelling: pair.Key)))
            .ToDictionary(pair => pair.spelling, pair => pair.rule, StringComparer.Ordinal);

    /// <summary>The rule of a canonical name.</summary>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when there is none.</exception>
    public static OptionRule Canonical(string name) =>
        ByName.TryGetValue(name, out var rule) ? rule : throw Unknown(name);

    /// <summary>Whether the spelling stands for another option with a fixed value.</summary>
    internal static StapOption? Shorthand(string spelling) => Shorthands.GetValueOrDefault(spelling);

    /// <summary>The full spelling of an option, resolving an abbreviated long one when it can mean only one option.</summary>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when there is no such option, or several.</exception>
    internal static string Spelling(string written)
    {
        if (BySpelling.ContainsKey(written))
        {
            return written;
        }

        if (!written.StartsWith("--", StringComparison.Ordinal))
        {
            throw Unknown(written);
        }

        var matches = BySpelling.Keys.Where(spelling => spelling.StartsWith(written, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        return matches.Count switch
        {
            0 => throw Unknown(written),
            _ when matches.Select(spelling => BySpelling[spelling].Name).Distinct().Count() == 1 => matches[0],
            _ => throw new FarmException(
                FailureCode.InvalidRequest,
                $"The option '{written}' is ambiguous: it may be {string.Join(", ", matches)}.",
                "Write it in full."),
        };
    }

    internal static OptionRule Rule(string spelling) => BySpelling[spelling];

    private static FarmException Unknown(string written) =>
        new(FailureCode.InvalidRequest, $"stap has no option '{OptionText.Show(System.Text.Encoding.UTF8.GetBytes(written))}'.", "See: man stap");
}
