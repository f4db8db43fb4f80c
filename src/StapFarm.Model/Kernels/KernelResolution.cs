using StapFarm.Model.Failures;

namespace StapFarm.Model.Kernels;

/// <summary>Finds the kernel that a person means.</summary>
public static class KernelResolution
{
    /// <param name="name">A release, a build-id (or eight or more digits of its start), or a tree digest (likewise).</param>
    /// <param name="warning">Set when the release has several builds and the newest added was taken.</param>
    /// <exception cref="FarmException"><c>UnknownKernel</c>, with the kernels there are and the command that adds one.</exception>
    public static KernelTree Resolve(IReadOnlyList<KernelTree> trees, string name, out string? warning)
    {
        warning = null;
        var matches = trees
            .Where(tree => tree.Identity.Release == name || Abbreviates(name, tree.Identity.BuildId) || Abbreviates(name, tree.Digest.ToString()))
            .OrderByDescending(tree => tree.AddedAt)
            .ThenBy(tree => tree.Digest.ToString(), StringComparer.Ordinal)
            .ToList();
        if (matches.Count == 0)
        {
            var known = trees.Count == 0
                ? "The farm has no kernel yet."
                : $"The farm has: {string.Join(", ", trees.Select(tree => tree.Identity.Release).Distinct().Order(StringComparer.Ordinal))}.";
            throw new FarmException(
                FailureCode.UnknownKernel,
                $"The farm doesn't know a kernel '{name}'. {known}",
                $"Add it with: stapfarm kernel add {name}");
        }

        if (matches.Select(tree => tree.Identity.BuildId).Distinct().Count() is var builds and > 1)
        {
            warning = $"The farm has {builds} builds of {name}; taking the newest added, build-id {matches[0].Identity.BuildId}. Name a build-id to choose.";
        }

        return matches[0];
    }

    private static bool Abbreviates(string name, string hex) =>
        name.Length >= 8 && hex.StartsWith(name, StringComparison.Ordinal);
}
