using System.Text.RegularExpressions;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Elf;

/// <summary>What binutils' readelf says of a file: the oracle.</summary>
internal static partial class ReadElf
{
    public static IReadOnlyList<(string Name, ulong Size)> Sections(string path) =>
        [.. SectionLine().Matches(Tool.Run("readelf", "-SW", path))
            .Select(match => (match.Groups["name"].Value, Convert.ToUInt64(match.Groups["size"].Value, 16)))];

    public static string? BuildId(string path) =>
        BuildIdLine().Match(Tool.Run("readelf", "-n", path)) is { Success: true } match ? match.Groups["id"].Value : null;

    public static string Header(string path, string field) =>
        Regex.Match(Tool.Run("readelf", "-h", path), $@"^\s*{Regex.Escape(field)}:\s*(?<value>.*)$", RegexOptions.Multiline).Groups["value"].Value.Trim();

    public static IReadOnlyList<string> ModuleInfo(string path) =>
        [.. StringLine().Matches(Tool.Run("readelf", "-p", ".modinfo", path)).Select(match => match.Groups["text"].Value)];

    public static ulong SymbolValue(string path, string name) =>
        Convert.ToUInt64(Regex.Match(Tool.Run("readelf", "-sW", path), $@"^\s*\d+: (?<value>[0-9a-f]+) .* {Regex.Escape(name)}$", RegexOptions.Multiline).Groups["value"].Value, 16);

    [GeneratedRegex(@"^\s*\[\s*(?!0\])\d+\]\s(?<name>\S*)\s+\S+\s+[0-9a-f]+\s[0-9a-f]+\s(?<size>[0-9a-f]+)\s", RegexOptions.Multiline)]
    private static partial Regex SectionLine();

    [GeneratedRegex(@"Build ID: (?<id>[0-9a-f]+)")]
    private static partial Regex BuildIdLine();

    [GeneratedRegex(@"^\s*\[\s*[0-9a-f]+\]  (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex StringLine();
}
