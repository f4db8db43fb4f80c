using System.Text;
using System.Text.RegularExpressions;

namespace StapFarm.Translation.Hints.Messages;

/// <summary>A probe point of the kernel or a module of it, e.g. <c>module("bridge").statement("br_forward@net/bridge/br_forward.c:150")</c>.</summary>
/// <param name="Module">Null for the kernel itself.</param>
/// <param name="Kind"><c>function</c>, <c>statement</c> or <c>trace</c>.</param>
/// <param name="Name">The function or tracepoint.</param>
/// <param name="File">The source file; null without.</param>
/// <param name="Line">What follows the file: <c>:540</c>, <c>+3</c>, <c>:*</c>; empty without.</param>
/// <param name="Suffix">E.g. <c>.return</c>; empty without.</param>
internal sealed partial record ProbePoint(string? Module, string Kind, string Name, string? File = null, string Line = "", string Suffix = "")
{
    public bool IsPattern => Name.AsSpan().IndexOfAny("*?[{") >= 0;

    /// <summary>The probe point that stap's message points at; null when there is none of this kind.</summary>
    /// <param name="arguments">The script's, for points written with <c>@1</c>.</param>
    public static ProbePoint? At(Complaint complaint, IReadOnlyList<ReadOnlyMemory<byte>> arguments) =>
        complaint.Source is { } source && complaint.Column >= 1 && complaint.Column <= source.Length
            ? Parse(source[(complaint.Column - 1)..], arguments)
            : null;

    /// <summary>The probe point with which a script's text or a line of a listing begins; null when it begins otherwise.</summary>
    public static ProbePoint? Parse(string text, IReadOnlyList<ReadOnlyMemory<byte>> arguments)
    {
        if (Written().Match(text) is not { Success: true } match
            || Literal(match.Groups["spec"].Value, arguments) is not { } spec
            || Spec().Match(spec) is not { Success: true } parts)
        {
            return null;
        }

        var module = match.Groups["module"] is { Success: true } group ? Literal(group.Value, arguments) : null;
        return match.Groups["module"].Success && (module is null || !ModuleName().IsMatch(module))
            ? null
            : new(
                module,
                match.Groups["kind"].Value,
                parts.Groups["name"].Value,
                parts.Groups["file"] is { Success: true } file ? file.Value : null,
                parts.Groups["line"].Value,
                match.Groups["suffix"].Value);
    }

    public override string ToString() =>
        $"{(Module is null ? "kernel" : $"module(\"{Module}\")")}.{Kind}(\"{Name}{(File is null ? "" : $"@{File}{Line}")}\"){Suffix}";

    private static string? Literal(string word, IReadOnlyList<ReadOnlyMemory<byte>> arguments) =>
        word[0] == '"' ? word[1..^1]
        : int.TryParse(word.AsSpan(1), out var number) && number >= 1 && number <= arguments.Count ? Encoding.UTF8.GetString(arguments[number - 1].Span)
        : null;

    [GeneratedRegex(@"^(?:kernel|kprobe|module\(\s*(?<module>""[^""]*""|@[0-9]+)\s*\))\s*\.\s*(?<kind>function|statement|trace)\(\s*(?<spec>""[^""]*""|@[0-9]+)\s*\)(?<suffix>(?:\.[a-z]+(?:\([^)""]*\))?)*)")]
    private static partial Regex Written();

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9_.:*?\[\]{},-]+)(?:@(?<file>[A-Za-z0-9_./*?-]+)(?<line>(?:[:+][0-9*-]+)?))?$")]
    private static partial Regex Spec();

    [GeneratedRegex(@"^[A-Za-z0-9_.*?-]+$")]
    private static partial Regex ModuleName();
}
