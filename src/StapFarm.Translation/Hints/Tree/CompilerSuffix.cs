using System.Text.RegularExpressions;

namespace StapFarm.Translation.Hints.Tree;

/// <summary>What gcc appends to the names of functions that it has changed or split: in symbol tables, never in debug information.</summary>
internal static partial class CompilerSuffix
{
    public static string Strip(string name) => Suffix().Replace(name, "");

    [GeneratedRegex(@"(?:\.(?:isra|constprop|part|cold|lto_priv|localalias|llvm)(?:\.\d+)?)+$")]
    private static partial Regex Suffix();
}
