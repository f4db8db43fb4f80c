using System.Text.RegularExpressions;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Sources;

/// <summary>A release as a person or a package names it. It becomes part of paths, so its form is checked wherever one comes in.</summary>
internal static partial class KernelRelease
{
    // uname's fields have 65 bytes.
    private const int Longest = 64;

    public static bool Is(string text) => text.Length <= Longest && Form().IsMatch(text);

    /// <exception cref="FarmException"><c>InvalidRequest</c>.</exception>
    public static string Demand(string text) => Is(text)
        ? text
        : throw new FarmException(
            FailureCode.InvalidRequest,
            $"'{text}' isn't the release of a kernel.",
            "Give what `uname -r` prints on the target, e.g. 6.1.0-56-cloud-amd64.");

    [GeneratedRegex(@"^[0-9][A-Za-z0-9._+~-]*\z")]
    private static partial Regex Form();
}
