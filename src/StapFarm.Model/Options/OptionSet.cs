using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;

namespace StapFarm.Model.Options;

/// <summary>The options of one translation, checked against the table and put into their canonical form.</summary>
public sealed class OptionSet
{
    private static readonly string[] Listings = ["-l", "-L", "--dump-probe-types", "--dump-probe-aliases", "--dump-functions"];

    private OptionSet(IReadOnlyList<StapOption> given, int tapsets)
    {
        Verbosity = Verbosity.Of(given);
        IsListing = given.Any(option => Listings.Contains(option.Name));
        LastPass = IsListing ? 2 : Math.Min(4, given.LastOrDefault(option => option.Name == "-p")?.Value?.Span[0] - '0' ?? 4);
        Privilege = given.LastOrDefault(option => option.Name == "--privilege")?.Value is { } level ? Encoding.ASCII.GetString(level.Span) : "stapdev";
        AllowsEmbeddedC = tapsets > 0 || given.Any(option => option.Name == "-g");
        ModuleName = given.LastOrDefault(option => option.Name == "-m")?.Value is { } name ? Encoding.ASCII.GetString(name.Span) : null;
        DemandConsistency(given, tapsets);
        Canonical = [.. OptionTable.All.SelectMany(rule => CanonicalForm(rule, given))];
    }

    /// <summary>What is part of the key, in the table's order; also what stap is given.</summary>
    public IReadOnlyList<StapOption> Canonical { get; }

    /// <summary>Whether it asks for a listing, which needs no script.</summary>
    public bool IsListing { get; }

    /// <summary>Where stap is to stop: 1 to 4.</summary>
    public int LastPass { get; }

    public TranslationKind Kind => IsListing || LastPass < 4 ? TranslationKind.Listing : TranslationKind.Module;

    public Verbosity Verbosity { get; }

    /// <summary><c>stapdev</c>, <c>stapsys</c> or <c>stapusr</c>.</summary>
    public string Privilege { get; }

    /// <summary>What <c>-m</c> gave; null without.</summary>
    public string? ModuleName { get; }

    /// <summary>
    /// Whether the script may bring C code of its own: with <c>-g</c>, and with <c>-I</c> too, since stap trusts every
    /// tapset as it trusts its own.
    /// </summary>
    public bool AllowsEmbeddedC { get; }

    /// <param name="door">Where they came in.</param>
    /// <param name="options">In canonical spelling, in the order given, without what only matters when the module runs.</param>
    /// <param name="tapsets">How many tapset directories come with them.</param>
    /// <exception cref="FarmException"><c>InvalidRequest</c>, naming the option and the reason.</exception>
    public static OptionSet Create(FrontDoor door, IReadOnlyList<StapOption> options, int tapsets)
    {
        foreach (var option in options)
        {
            var rule = OptionLookup.Canonical(option.Name);
            rule.Demand(door, option.Value);
            if (rule.RoleAt(door) is OptionRole.RunOnly or OptionRole.Input)
            {
                throw new FarmException(FailureCode.InvalidRequest, $"The option {option.Name} isn't one of a translation.", "Give it where the script is run or named.");
            }
        }

        return new OptionSet(options, tapsets);
    }

    private List<StapOption> CanonicalForm(OptionRule rule, IReadOnlyList<StapOption> given)
    {
        if (rule.Name == "--vp")
        {
            return VerbosityInKey() is { } digits ? [new StapOption(rule.Name, Encoding.ASCII.GetBytes(digits))] : [];
        }

        if (rule.Grpc != OptionRole.Key && !(rule.Name == "-w" && given.Any(option => option.Name == "-W")))
        {
            return [];
        }

        var mine = given.Where(option => option.Name == rule.Name).Select(Spelled).Where(HasEffect).ToList();
        return rule.Repeat == OptionRepeat.List || mine.Count == 0 ? mine : [mine[^1]];
    }

    /// <summary>
    /// The pass lines are always recorded and shown on demand, so one -v doesn't matter to a module. More of them make
    /// stap say more; and a listing's very text depends on them (aliases with a leading underscore, probe bodies).
    /// </summary>
    private string? VerbosityInKey() => Kind switch
    {
        TranslationKind.Listing => Verbosity == default ? null : (Verbosity with { Pass5 = 0 }).Digits,
        _ when Verbosity.IsDetailed => new Verbosity(
            Math.Max(1, Verbosity.Pass1), Math.Max(1, Verbosity.Pass2), Math.Max(1, Verbosity.Pass3), Math.Max(1, Verbosity.Pass4), 0).Digits,
        _ => null,
    };

    private static StapOption Spelled(StapOption option) =>
        option is { Name: "--prologue-searching", Value: null } ? option with { Value = "always"u8.ToArray() } : option;

    /// <summary>What says no more than the default says.</summary>
    private static bool HasEffect(StapOption option) => option.Name switch
    {
        "-p" => option.Value!.Value.Span[0] < (byte)'4',
        "--runtime" => false,
        "--privilege" => !OptionText.Is(option.Value!.Value, "stapdev"),
        _ => true,
    };

    private void DemandConsistency(IReadOnlyList<StapOption> given, int tapsets)
    {
        if (given.Where(option => Listings.Contains(option.Name)).Select(option => option.Name).Distinct().Count() > 1)
        {
            throw Refuse("Only one of -l, -L and --dump-... can be given.");
        }

        if (IsListing && given.Any(option => option.Name == "-p" && option.Value!.Value.Span[0] != (byte)'5'))
        {
            throw Refuse("-p can't be given together with -l, -L or --dump-....");
        }

        if (given.Where(option => option.Name == "--privilege").Any(option => !OptionText.Is(option.Value!.Value, Privilege)))
        {
            throw Refuse("The privilege level can be set only once.");
        }

        var barred = given.FirstOrDefault(option => OptionLookup.Canonical(option.Name).NeedsStapdev)?.Name ?? (tapsets > 0 ? "-I" : null);
        if (Privilege != "stapdev" && barred is not null)
        {
            throw Refuse($"{barred} can't be given together with --privilege={Privilege}: it would lift the restrictions of that level.");
        }
    }

    private static FarmException Refuse(string message) => new(FailureCode.InvalidRequest, message, "See: man stap");
}
