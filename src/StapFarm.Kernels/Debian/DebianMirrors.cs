using System.Text.RegularExpressions;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Debian;

/// <summary>The Debian archives that this machine is configured to use: the main one and the one of security updates.</summary>
internal sealed partial record DebianMirrors(string? Main, string? Security)
{
    /// <summary>Takes them from the options, else from the machine's sources.</summary>
    /// <exception cref="FarmException"><c>SourceFailed</c>: there is none.</exception>
    public static DebianMirrors Find(DebianArchiveOptions options)
    {
        var sources = AptSourceReader.ReadAll(options.AptFolder).Where(IsDebian).ToList();
        var mirrors = new DebianMirrors(
            options.Mirror ?? sources.FirstOrDefault(source => !IsSecurity(source.Suite))?.Uri,
            options.SecurityMirror ?? sources.FirstOrDefault(source => IsSecurity(source.Suite))?.Uri);
        return mirrors is { Main: null, Security: null }
            ? throw new FarmException(
                FailureCode.SourceFailed,
                $"No Debian archive is configured on this machine: {options.AptFolder} has no source with the component main of a Debian suite.",
                "Add one to the sources of apt, or set the archive's address in the farm's configuration (Farm:Kernels:Mirror, Farm:Kernels:SecurityMirror).")
            : mirrors;
    }

    /// <summary>The sources.list for <paramref name="suites"/>: those whose archive isn't known are left out.</summary>
    public string SourcesList(IEnumerable<string> suites, string keyring) => string.Concat(suites
        .Select(suite => (Suite: suite, Uri: IsSecurity(suite) ? Security : Main))
        .Where(source => source.Uri is not null)
        .Select(source => $"deb [signed-by={keyring}] {source.Uri} {source.Suite} main\n"));

    private static bool IsSecurity(string suite) =>
        suite.EndsWith("-security", StringComparison.Ordinal) || suite.EndsWith("/updates", StringComparison.Ordinal);

    // Other vendors use Debian's code names as suites too. Debian's own archive is known by its keys, or by how mirrors of
    // it are called; a wrong guess is harmless, as its signature wouldn't be Debian's.
    private static bool IsDebian(AptSource source) =>
        !source.Uri.StartsWith("cdrom:", StringComparison.Ordinal)
        && source.Components.Contains("main")
        && SuiteName().IsMatch(source.Suite)
        && (source.SignedBy?.Contains("debian-archive", StringComparison.Ordinal) == true || ArchivePath().IsMatch(source.Uri));

    [GeneratedRegex("^(?:bullseye|bookworm|trixie|forky|duke|sid|(?:old)*stable|testing|unstable)(?:[-/][a-z-]+)*$")]
    private static partial Regex SuiteName();

    [GeneratedRegex(@"/debian[a-z0-9.-]*/?$|^mirror\+?\w*:|^[a-z+]+://[^/]*\bdebian\.org/")]
    private static partial Regex ArchivePath();
}
