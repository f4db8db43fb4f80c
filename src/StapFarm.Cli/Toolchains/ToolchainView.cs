namespace StapFarm.Cli.Toolchains;

/// <summary>A toolchain of the farm, as JSON shows it.</summary>
/// <param name="CompilerReleases">Of compilers that say theirs, by their names.</param>
/// <param name="Packages">As <c>NAME VERSION ARCHITECTURE SHA256</c>; only when one toolchain is shown.</param>
internal sealed record ToolchainView(
    string Digest,
    string Name,
    string StapVersion,
    string Host,
    IReadOnlyList<string> Targets,
    IReadOnlyList<string> Compilers,
    IReadOnlyDictionary<string, string> CompilerReleases,
    long PackedBytes,
    DateTimeOffset AddedAt,
    IReadOnlyList<string>? Packages)
{
    public static ToolchainView Of(V1.Toolchain toolchain) => new(
        toolchain.Digest,
        toolchain.Name,
        toolchain.StapVersion,
        toolchain.Host,
        [.. toolchain.Targets],
        [.. toolchain.Compilers],
        toolchain.CompilerReleases.ToDictionary(),
        toolchain.PackedBytes,
        DateTimeOffset.FromUnixTimeMilliseconds(toolchain.AddedAtUnixMs),
        toolchain.Packages.Count == 0 ? null : [.. toolchain.Packages.Select(Describe)]);

    public static string Describe(V1.ToolchainPackage package) =>
        $"{package.Name} {package.Version} {package.Architecture} {package.Sha256}".TrimEnd();
}
