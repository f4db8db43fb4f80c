using System.Globalization;
using System.Text.RegularExpressions;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Processes;

namespace StapFarm.Toolchains.Making;

/// <summary>What is in a root, by its files and by running its programs.</summary>
internal static partial class RootInspection
{
    /// <summary>Debian's name of the architecture that the root's stap runs on.</summary>
    public static string DebianArchitectureOf(IEnumerable<ToolchainPackage> packages) =>
        packages.FirstOrDefault(package => package.Name == "systemtap")?.Architecture
            ?? throw new FarmException(FailureCode.SourceFailed, "The new root has no package systemtap.", "The archive may have changed in between; add the toolchain again.");

    /// <summary>The C compilers by the names that kernels' header trees use, e.g. <c>gcc-12</c>; lowest first.</summary>
    public static IReadOnlyList<string> FindCompilers(string root) =>
        [.. Directory.EnumerateFileSystemEntries(Path.Combine(root, "usr/bin"), "gcc-*")
            .Select(path => CompilerName().Match(Path.GetFileName(path)))
            .Where(match => match.Success)
            .OrderBy(match => decimal.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture))
            .Select(match => match.Value)];

    /// <summary>The compilers for another architecture, by the names that kbuild calls them with.</summary>
    public static IReadOnlyList<string> CrossCompilers(string root, Architecture host, Architecture target) =>
        [.. FindCompilers(root)
            .Select(compiler => GnuNames.Compiler(compiler, host, target))
            .Where(compiler => Path.Exists(Path.Combine(root, "usr/bin", compiler)))];

    /// <summary>Runs the root's stap and gives its release.</summary>
    public static async Task<string> TryStapAsync(string root, CancellationToken cancellationToken)
    {
        var words = await TryAsync(root, ["stap", "--version"], cancellationToken).ConfigureAwait(false);
        return ReleaseIn(words)
            ?? throw new FarmException(FailureCode.SourceFailed, $"The new root's stap doesn't say its version; it says:\n{words}");
    }

    /// <summary>stap's release in what <c>stap --version</c> says; null when it isn't there.</summary>
    public static string? ReleaseIn(string words) => StapRelease().Match(words) is { Success: true } match ? match.Groups[1].Value : null;

    public static Task TryCompilerAsync(string root, string compiler, CancellationToken cancellationToken) =>
        TryAsync(root, [compiler, "--version"], cancellationToken);

    private static async Task<string> TryAsync(string root, string[] command, CancellationToken cancellationToken)
    {
        var end = await new ExternalProgram("chroot", "coreutils")
            .With(root)
            .With(command)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        return end.Succeeded
            ? end.Words
            : throw new FarmException(
                FailureCode.SourceFailed,
                $"The new root doesn't work: {string.Join(' ', command)} ended with code {end.ExitCode} in it. Its last lines:\n{end.Words}\n",
                "The suite may be in transition; try again later, or use a toolchain of another suite.");
    }

    [GeneratedRegex(@"^gcc-([0-9]+(?:\.[0-9]+)?)$")]
    private static partial Regex CompilerName();

    // "Systemtap translator/driver (version 5.1/0.192, Debian version 5.1-5)": stap's release, then elfutils'.
    [GeneratedRegex(@"\(version ([0-9]+(?:\.[0-9]+)+)/")]
    private static partial Regex StapRelease();
}
