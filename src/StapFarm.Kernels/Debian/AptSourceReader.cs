using System.Text.RegularExpressions;

namespace StapFarm.Kernels.Debian;

/// <summary>Reads the sources of a machine's apt, in both formats of sources.list(5): one line each, and deb822 stanzas.</summary>
internal static partial class AptSourceReader
{
    /// <summary>All enabled sources of binary packages, in apt's own order of files.</summary>
    /// <param name="folder">apt's configuration folder, /etc/apt.</param>
    public static IReadOnlyList<AptSource> ReadAll(string folder)
    {
        var main = Path.Combine(folder, "sources.list");
        var parts = Path.Combine(folder, "sources.list.d");
        var files = (File.Exists(main) ? [main] : Array.Empty<string>())
            .Concat(Directory.Exists(parts) ? Directory.GetFiles(parts).Order(StringComparer.Ordinal) : []);
        return [.. files.SelectMany(Read)];
    }

    private static IEnumerable<AptSource> Read(string file) => Path.GetExtension(file) switch
    {
        ".list" => OneLine(File.ReadAllText(file)),
        ".sources" => Stanzas(File.ReadAllText(file)),
        _ => [],
    };

    public static IEnumerable<AptSource> OneLine(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (Line().Match(line.Split('#', 2)[0]) is not { Success: true } match)
            {
                continue;
            }

            var options = Words(match.Groups["options"].Value);
            var signedBy = options.FirstOrDefault(option => option.StartsWith("signed-by=", StringComparison.OrdinalIgnoreCase))?.Split('=', 2)[1];
            yield return new AptSource(match.Groups["uri"].Value, match.Groups["suite"].Value, Words(match.Groups["components"].Value), signedBy);
        }
    }

    public static IEnumerable<AptSource> Stanzas(string text)
    {
        // A comment may stand in the middle of a field's continuation; it isn't part of it, and ends nothing.
        var lines = text.Split('\n').Where(line => !line.StartsWith('#'));
        foreach (var stanza in ControlParagraph.ParseAll(string.Join('\n', lines)))
        {
            var isOff = stanza["Enabled"] is "no" or "false" or "0" or "off" or "without" or "disable";
            if (isOff || !Words(stanza["Types"]).Contains("deb"))
            {
                continue;
            }

            var signedBy = stanza["Signed-By"]?.Trim();
            foreach (var uri in Words(stanza["URIs"]))
            {
                foreach (var suite in Words(stanza["Suites"]))
                {
                    yield return new AptSource(uri, suite, Words(stanza["Components"]), signedBy);
                }
            }
        }
    }

    private static string[] Words(string? text) =>
        text?.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries) ?? [];

    [GeneratedRegex(@"^\s*deb\s+(?:\[(?<options>[^\]]*)\]\s*)?(?<uri>\S+)\s+(?<suite>\S+)(?<components>.*)$")]
    private static partial Regex Line();
}
