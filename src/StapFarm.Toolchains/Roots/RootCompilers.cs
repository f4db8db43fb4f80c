using System.Globalization;
using System.Text.RegularExpressions;
using StapFarm.Toolchains.Bundles;

namespace StapFarm.Toolchains.Roots;

/// <summary>Finds the C compilers of a root and tries them.</summary>
internal static partial class RootCompilers
{
    public const string Missing = "a C compiler that works (/usr/bin/gcc or gcc-N): install gcc-12 or another release (Debian) or gcc (CentOS, RHEL, Fedora): the one that built the kernels";

    /// <summary>Those that compile, with the releases they say, by name; those with their release in the name first, lowest first.</summary>
    /// <param name="troubles">Gets why others don't.</param>
    public static async Task<IReadOnlyDictionary<string, string>> TryAsync(string root, RootSandbox sandbox, ICollection<string> troubles, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Names(root))
        {
            // An empty file goes through compiler and assembler all the same.
            var version = await sandbox.RunAsync([$"/usr/bin/{name}", "--version"], cancellationToken);
            var trial = await sandbox.RunAsync([$"/usr/bin/{name}", "-c", "-x", "c", "/dev/null", "-o", "/tmp/trial.o"], cancellationToken);
            if (version.Succeeded && trial.Succeeded && ReleaseIn(version.Words) is { } release)
            {
                found.Add(name, release);
            }
            else
            {
                troubles.Add($"{name} doesn't compile: {(version.Succeeded ? trial : version).Words}");
            }
        }

        return found;
    }

    /// <summary>The release in what <c>gcc --version</c> says; null when it isn't there.</summary>
    internal static string? ReleaseIn(string words) => Release().Match(words) is { Success: true } match ? match.Groups["release"].Value : null;

    private static IEnumerable<string> Names(string root) =>
        from path in Directory.EnumerateFileSystemEntries(Path.Combine(root, "usr/bin"), "gcc*")
        let name = Name().Match(Path.GetFileName(path))
        where name.Success && RootPath.FindFile(root, $"/usr/bin/{name.Value}") is not null
        orderby name.Groups["release"].Value.Length == 0, decimal.Parse($"0{name.Groups["release"].Value}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
        select name.Value;

    [GeneratedRegex("^gcc(?:-(?<release>[0-9]{1,3}(?:\\.[0-9]{1,3})?))?$")]
    private static partial Regex Name();

    // "gcc (GCC) 4.8.5 20150623 (Red Hat 4.8.5-44)", "gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0"
    [GeneratedRegex(@"^\S+ \([^()]*(?:\([^()]*\)[^()]*)*\) (?<release>[0-9]+(?:\.[0-9]+)+)", RegexOptions.Multiline)]
    private static partial Regex Release();
}
