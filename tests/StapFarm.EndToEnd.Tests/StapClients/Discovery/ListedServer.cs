using System.Text.RegularExpressions;

namespace StapFarm.EndToEnd.Tests.StapClients.Discovery;

/// <summary>A line of <c>stap --list-servers</c>.</summary>
/// <param name="Serial">Of its certificate.</param>
internal sealed partial record ListedServer(string Port, string System, string Version, string Serial)
{
    public static IReadOnlyList<ListedServer> Read(string listing) =>
        [.. Line().Matches(listing).Select(line => new ListedServer(line.Groups[1].Value, line.Groups[2].Value, line.Groups[3].Value, line.Groups[4].Value))];

    [GeneratedRegex("""^ host=\S+ address=\S+ port=(\d+) sysinfo="([^"]*)" version=(\S+) certinfo="([^"]*)""", RegexOptions.Multiline)]
    private static partial Regex Line();
}
