using System.Text.RegularExpressions;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>What isn't compared between the stock server and the farm, each with its reason.</summary>
internal static partial class Masks
{
    private static readonly (Regex Pattern, string Instead, string Reason)[] All =
    [
        (Numbers(), "using NUMBERS", "Memory and time of a pass differ from run to run."),
        (ModuleName(), "stap_NAME", "Without -m a module is named after a hash: stap's of its inputs with their times, ours of the module's key."),
        (Source(), "into \"SOURCE\"", "Where the server translates."),
        (Scratch(), "/tmp/stapXXXXXX", "The client's own scratch folder."),
        (Private(), "__private__SCRIPT__", "stap makes unique names of the script's file name, and in the farm every script has the same, so that its module is the same from any folder."),
        (Server(), "via server SERVER", "The client names the server that it asked."),
        (Cache(), "", "stap tells where on the translating machine it couldn't keep what it had found out about a program."),
        (Tip(), "", "Debian's stap ends each failure by naming a file of the machine that translates; the farm leaves that out, the client says it for its own."),
    ];

    public static string Apply(string text) => All.Aggregate(text, (masked, mask) => mask.Pattern.Replace(masked, mask.Instead));

    [GeneratedRegex(@"using \d+virt/\d+res/\d+shr/\d+data kb, in \d+usr/\d+sys/\d+real ms|in \d+usr/\d+sys/\d+real ms")]
    private static partial Regex Numbers();

    [GeneratedRegex("stap_[0-9a-f]{20,40}|stap_[0-9]+")]
    private static partial Regex ModuleName();

    [GeneratedRegex("into \"[^\"]*_src\\.c\"")]
    private static partial Regex Source();

    [GeneratedRegex("/tmp/stap[A-Za-z0-9]{6}")]
    private static partial Regex Scratch();

    [GeneratedRegex("__private__(input_|stapfarm_script_stp)__")]
    private static partial Regex Private();

    [GeneratedRegex("via server  host=.*certinfo=\"[^\"]*\"")]
    private static partial Regex Server();

    [GeneratedRegex("^Copy failed \\(\"[^\"]*/typequery_[^\"]*\" to .*\n", RegexOptions.Multiline)]
    private static partial Regex Cache();

    [GeneratedRegex(@"^Tip: /usr/share/doc/systemtap/README\.Debian.*\n", RegexOptions.Multiline)]
    private static partial Regex Tip();
}
