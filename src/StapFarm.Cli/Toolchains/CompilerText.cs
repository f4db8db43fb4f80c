namespace StapFarm.Cli.Toolchains;

/// <summary>A toolchain's compilers for people: those whose name doesn't say their release with it, e.g. <c>gcc 4.8.5</c>.</summary>
internal static class CompilerText
{
    public static IEnumerable<string> Of(V1.Toolchain toolchain) =>
        toolchain.Compilers.Select(name => !name.Any(char.IsAsciiDigit) && toolchain.CompilerReleases.TryGetValue(name, out var release) ? $"{name} {release}" : name);
}
