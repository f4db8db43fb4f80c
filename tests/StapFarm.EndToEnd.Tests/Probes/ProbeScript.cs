using System.Text.RegularExpressions;

namespace StapFarm.EndToEnd.Tests.Probes;

/// <summary>
/// One of <c>examples/probes</c>. Its first comments say what it is about and, after <c>expect:</c>, a regular expression
/// that a line of its output fits (.NET's, one line); after <c>workload:</c>, if it needs one, the shell command that makes
/// it fire.
/// </summary>
internal sealed partial record ProbeScript(string Path, string About, string Expect, string? Workload)
{
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.stp").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    private static string Folder => System.IO.Path.GetDirectoryName(RunTests.Example("probes/function.stp"))!;

    public static ProbeScript Read(string name)
    {
        var path = System.IO.Path.Combine(Folder, $"{name}.stp");
        var lines = File.ReadLines(path).TakeWhile(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..]).ToList();
        var tags = lines.Skip(1).Select(line => Tag().Match(line)).ToDictionary(tag => tag.Groups["name"].Value, tag => tag.Groups["value"].Value);
        return new ProbeScript(path, lines[0], tags["expect"], tags.GetValueOrDefault("workload"));
    }

    [GeneratedRegex("^(?<name>expect|workload): (?<value>.+)$")]
    private static partial Regex Tag();
}
