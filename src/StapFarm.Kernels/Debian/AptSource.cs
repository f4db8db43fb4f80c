namespace StapFarm.Kernels.Debian;

/// <summary>One source of binary packages that a machine's apt is configured for (sources.list(5)).</summary>
/// <param name="Uri">Address of the archive, as written.</param>
/// <param name="Suite">Suite or code name.</param>
/// <param name="Components">Parts of the suite.</param>
/// <param name="SignedBy">File of the keys it must be signed with, as written; null if not said.</param>
internal sealed record AptSource(string Uri, string Suite, IReadOnlyList<string> Components, string? SignedBy);
