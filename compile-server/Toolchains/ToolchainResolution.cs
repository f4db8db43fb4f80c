using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;

namespace StapFarm.CompileServer.Toolchains;

/// <summary>Finds the toolchain that a person means, whatever kernel it is for.</summary>
internal static class ToolchainResolution
{
    private const int ShortestDigest = 8;

    /// <param name="name">A name such as <c>debian:trixie</c>, a stap release, or a digest (or eight or more digits of its start).</param>
    /// <exception cref="FarmException"><c>NotFound</c>, with the toolchains there are; <c>InvalidRequest</c> when several fit.</exception>
    public static Toolchain Resolve(IReadOnlyList<Toolchain> toolchains, string name)
    {
        var matches = toolchains
            .Where(toolchain => toolchain.Name == name
                || toolchain.StapVersion == name
                || (name.Length >= ShortestDigest && toolchain.Digest.ToString().StartsWith(name, StringComparison.Ordinal)))
            .ToList();
        return matches switch
        {
            [var only] => only,
            [] => throw new FarmException(
                FailureCode.NotFound,
                $"The farm has no toolchain '{name}'. {Known(toolchains)}",
                "Add one with: stapfarm toolchain add debian:trixie"),
            _ => throw new FarmException(
                FailureCode.InvalidRequest,
                $"Several toolchains are called '{name}': {string.Join(", ", matches.Select(match => match.Digest.Short))}.",
                "Name one by its digest."),
        };
    }

    private static string Known(IReadOnlyList<Toolchain> toolchains) =>
        toolchains.Count == 0
            ? "It has none yet."
            : $"It has: {string.Join(", ", toolchains.Select(toolchain => toolchain.ToString()).Order(StringComparer.Ordinal))}.";
}
