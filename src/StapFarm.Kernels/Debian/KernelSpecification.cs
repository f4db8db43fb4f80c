using System.Text.RegularExpressions;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Debian;

/// <summary>
/// What a person asks for: a release, as <c>6.1.0-56-cloud-amd64</c> or <c>6.12.117+deb13-cloud-amd64</c>, or a series,
/// as <c>6.1-cloud-amd64</c> or <c>6.12+deb13-cloud-amd64</c>, which means the newest release of it.
/// </summary>
/// <param name="Text">As it was written.</param>
/// <param name="Series">The two numbers a kernel series is known by, <c>6.12</c>.</param>
/// <param name="Distribution">The <c>deb13</c> of a series or release that says so; else null.</param>
/// <param name="Flavour">What follows the last number: <c>cloud-amd64</c>, <c>amd64</c>, <c>rt-arm64</c>.</param>
/// <param name="IsSeries">Whether the newest of a series is meant.</param>
internal sealed partial record KernelSpecification(string Text, string Series, string? Distribution, string Flavour, bool IsSeries)
{
    /// <summary>The Debian architecture whose packages these are.</summary>
    public string DebianArchitecture => Architecture(Flavour)!;

    /// <exception cref="FarmException"><c>InvalidRequest</c>: it is neither.</exception>
    public static KernelSpecification Parse(string text) => TryParse(text) ?? throw new FarmException(
        FailureCode.InvalidRequest,
        $"'{text}' isn't the name of a Debian kernel.",
        "Give what `uname -r` prints on the target, e.g. 6.1.0-56-cloud-amd64, or a series with a flavour, e.g. 6.12-cloud-amd64 or 6.12+deb13-cloud-amd64, for its newest release.");

    /// <summary>Null when it is neither.</summary>
    public static KernelSpecification? TryParse(string text)
    {
        var match = Form().Match(text);
        var flavour = match.Groups["flavour"].Value;
        if (!match.Success || Architecture(flavour) is null)
        {
            return null;
        }

        var distribution = match.Groups["distribution"];
        return new KernelSpecification(
            text, match.Groups["series"].Value, distribution.Success ? distribution.Value : null, flavour, !match.Groups["rest"].Success);
    }

    /// <summary>Whether the release is one of this series, from the same distribution if one is given.</summary>
    public bool Covers(string release) =>
        Form().Match(release) is { Success: true } match
        && match.Groups["rest"].Success
        && match.Groups["series"].Value == Series
        && match.Groups["flavour"].Value == Flavour
        && (Distribution is null || match.Groups["distribution"].Value == Distribution);

    private static string? Architecture(string flavour) => Machine().Match(flavour).Value switch
    {
        "686" or "686-pae" => "i386",
        "armmp" or "armmp-lpae" => "armhf",
        "arm64" or "arm64-16k" => "arm64",
        "powerpc64le" or "powerpc64le-64k" => "ppc64el",
        var other and ("amd64" or "s390x" or "riscv64" or "loong64") => other,
        _ => null,
    };

    // 6.1.0-56-..., 6.12.117+deb13-..., 6.12.90+deb13.1-..., and of old backports 6.1.0-0.deb11.21-...
    [GeneratedRegex(@"^(?<series>\d{1,3}\.\d{1,3})(?<rest>\.\d{1,5}(?:-[0-9][a-z0-9.]*)?)?(?:\+(?<distribution>deb\d+)(?:[.]\d+)?|\+[a-z0-9.]+|~bpo[0-9.+-]*)?-(?<flavour>[a-z][a-z0-9-]*|686(?:-pae)?)\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"(?:^|(?<=-))(?:686(?:-pae)?|armmp(?:-lpae)?|arm64(?:-16k)?|powerpc64le(?:-64k)?|amd64|s390x|riscv64|loong64)\z")]
    private static partial Regex Machine();
}
