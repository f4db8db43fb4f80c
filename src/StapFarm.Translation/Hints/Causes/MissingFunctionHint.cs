using StapFarm.Translation.Hints.Messages;
using StapFarm.Translation.Hints.Tree;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>A function that isn't there, or not in the way the script wants it: in another file, inlined, renamed, in a module, mistyped.</summary>
internal sealed class MissingFunctionHint : IHint
{
    private const int Shown = 5;

    public async Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken)
    {
        var (point, reason) = failed.Unresolved.FirstOrDefault(unresolved => unresolved.Point.Kind is "function" or "statement" && !unresolved.Point.IsPattern);
        if (point is null || !reason.StartsWith("no match", StringComparison.Ordinal))
        {
            return null;
        }

        var search = new FunctionSearch(point, CompilerSuffix.Strip(point.Name), Similar(reason), failed.Tree);
        search.Found(await failed.Stap.ListAsync(search.Questions, cancellationToken));
        return Elsewhere(search) ?? Inlined(search) ?? Suffixed(search) ?? Renamed(search) ?? InModule(search) ?? Near(search);
    }

    private static string? Elsewhere(FunctionSearch search) =>
        search.Same is { } same && search.Wanted.File is { } file && same.File is { } other && !other.EndsWith(file, StringComparison.Ordinal)
            ? $"{same.Name} isn't in {file} in this kernel but in {other}. Write {search.Instead(same.Module, same.Name, other)}."
            : null;

    private static string? Inlined(FunctionSearch search)
    {
        if (search.Same is not { } same || search.Wanted.Suffix.Length == 0)
        {
            return null;
        }

        if (search.Wanted.Suffix.StartsWith(".inline", StringComparison.Ordinal))
        {
            return search.IsInlined ? null : $"The compiler hasn't inlined {same.Name} in this kernel. Leave .inline away: {same with { File = null, Line = "", Suffix = "" }}.";
        }

        var others = search.Renamed is { } renamed
            ? $" {Sentence(renamed.Why)}: write {renamed.Point}."
            : search.Near.Count > 0 ? $" Or probe a function that has: {Enumerate(search.Near)}." : "";
        return search.IsInlined
            ? $"The compiler has inlined {same.Name} everywhere in this kernel, so it has no {search.Wanted.Suffix[1..]} of its own. Its inlined copies can be probed where they begin: {same with { File = null, Line = "", Suffix = ".inline" }}.{others}"
            : null;
    }

    private static string? Suffixed(FunctionSearch search) =>
        search.Plain is { } plain
            ? $"{search.Wanted.Name} is a name that the compiler made up; it changes with every kernel. Write the name of the source: {search.Instead(plain.Module, plain.Name, null)}."
            : null;

    private static string? Renamed(FunctionSearch search) =>
        search.Renamed is { } now ? $"This kernel has no function {search.Wanted.Name}: {now.Why}. Write {now.Point}." : null;

    private static string? InModule(FunctionSearch search) =>
        search.OtherPlace is not { } other ? null
        : other.Module is { } module ? $"{other.Name} isn't part of vmlinux in this kernel but of the module {module}. Write {search.Instead(module, other.Name, null)}."
        : $"{other.Name} is part of vmlinux in this kernel, not of the module {search.Wanted.Module}. Write {search.Instead(null, other.Name, null)}.";

    private static string? Near(FunctionSearch search) =>
        search.Near.Count == 0 ? null
        : $"This kernel has no function {search.Wanted.Name}{(search.Wanted.Module is { } module ? $" in the module {module}" : "")}. The nearest that can be probed: {Enumerate(search.Near.Take(Shown))}.";

    private static string Enumerate(IEnumerable<ProbePoint> points) => string.Join(", ", points);

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) == text[0] || text.Contains('_', StringComparison.Ordinal) ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static IEnumerable<string> Similar(string reason) => StapWords.List(reason, "(similar functions: ");
}
