using StapFarm.Translation.Hints.Messages;
using StapFarm.Translation.Hints.Tree;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>Everything that a missing function may have become, asked of stap in one question, since each costs a second.</summary>
/// <param name="plain">The name without what a compiler appends.</param>
/// <param name="similar">What stap itself finds similar.</param>
internal sealed class FunctionSearch(ProbePoint wanted, string plain, IEnumerable<string> similar, TreeNames tree)
{
    private const int Candidates = 8;
    private const int Modules = 3;

    private readonly ProbePoint _here = new(wanted.Module, "function", wanted.Name);
    private readonly (ProbePoint Point, string Why)? _renamed = Renames.Of(plain);
    private readonly IReadOnlyList<ProbePoint> _near =
    [
        .. Nearness.Nearest(plain, similar.Where(name => !name.StartsWith("__pfx_", StringComparison.Ordinal)).Select(CompilerSuffix.Strip).Concat(wanted.Module is null ? tree.Functions() : []), Candidates)
            .Select(name => new ProbePoint(wanted.Module, "function", name, null, "", Entry(wanted))),
    ];

    private readonly IReadOnlyList<ProbePoint> _elsewhere = wanted.Module is null
        ? [.. tree.ModulesLike(plain, Modules).Select(module => new ProbePoint(module, "function", plain))]
        : [new ProbePoint(null, "function", plain)];

    private IReadOnlyList<ProbePoint> _listed = [];

    public ProbePoint Wanted => wanted;

    public IReadOnlyList<string> Questions =>
    [
        .. ((IEnumerable<ProbePoint>)[
            _here,
            _here with { Suffix = ".inline" },
            _here with { Name = plain },
            .. _renamed is { } now ? [now.Point, now.Point with { Module = null }] : Array.Empty<ProbePoint>(),
            .. _near,
            .. _elsewhere]).Select(point => point.ToString()).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The function of the same name, where the script looks for it.</summary>
    public ProbePoint? Same => Listed(_here);

    public bool IsInlined => Listed(_here with { Suffix = ".inline" }) is not null;

    public ProbePoint? Plain => plain == wanted.Name ? null : Listed(_here with { Name = plain });

    public (ProbePoint Point, string Why)? Renamed =>
        _renamed is not { } now ? null
        : Listed(now.Point) is not null ? (now.Point with { Suffix = Entry(wanted) }, now.Why)
        : Listed(now.Point with { Module = null }) is not null ? (now.Point with { Module = null, Suffix = Entry(wanted) }, now.Why)
        : null;

    public ProbePoint? OtherPlace => _elsewhere.FirstOrDefault(point => Listed(point) is not null);

    public IReadOnlyList<ProbePoint> Near => [.. _near.Where(point => Listed(point) is not null)];

    /// <param name="lines">stap's answer to <see cref="Questions"/>.</param>
    public void Found(IEnumerable<string> lines) => _listed = [.. lines.Select(line => ProbePoint.Parse(line, [])).OfType<ProbePoint>()];

    /// <summary>What to write in place of the wanted point.</summary>
    public string Instead(string? module, string name, string? file) => (wanted.Kind == "statement" && file is not null
        ? wanted with { Module = module, Name = name, File = file }
        : new ProbePoint(module, "function", name, file, "", Entry(wanted))).ToString();

    /// <summary>A probe point stands for its suffix: .return stays one; a statement becomes the function's entry.</summary>
    private static string Entry(ProbePoint point) => point.Kind == "function" ? point.Suffix : "";

    private ProbePoint? Listed(ProbePoint point) =>
        _listed.FirstOrDefault(listed => listed.Module == point.Module && listed.Name == point.Name && listed.Suffix == point.Suffix);
}
