using StapFarm.Model.Builds;
using StapFarm.Translation.Hints.Messages;
using StapFarm.Translation.Hints.Tree;

namespace StapFarm.Translation.Hints;

/// <summary>A script that stap has refused or warned of, and ways to find out more.</summary>
/// <param name="Lines">All that stap said, without its passes' times.</param>
/// <param name="Place">The toolchain and the kernel tree it was refused with.</param>
/// <param name="Stap">Asks the same toolchain about the same kernel.</param>
internal sealed record HintCase(IReadOnlyList<string> Lines, ScriptSource Source, TranslationPlace Place, IStapQuestions Stap)
{
    /// <summary>Whether stap has built it all the same, with warnings: then only what is surely a mistake is worth a word.</summary>
    public bool IsBuilt { get; init; }

    public IReadOnlyList<Complaint> Complaints { get; } = ComplaintParser.Parse(Lines);

    /// <summary>Probe points that stap couldn't resolve, where they can be read, with its reason.</summary>
    public IEnumerable<(ProbePoint Point, string Reason)> Unresolved =>
        from pair in Complaints.Zip(Complaints.Skip(1))
        where pair.First.Text.StartsWith("while resolving probe point", StringComparison.Ordinal) && pair.Second.File is null
        let point = ProbePoint.At(pair.First, Source.Arguments)
        where point is not null
        select (point, pair.Second.Text);

    public TreeNames Tree { get; } = new(Place.TreeFolder, Place.Tree.Identity.Release);
}
