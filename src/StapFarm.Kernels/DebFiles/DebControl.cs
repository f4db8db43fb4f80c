using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Programs;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.DebFiles;

/// <summary>Reads what a .deb file says of itself.</summary>
internal static class DebControl
{
    /// <param name="name">What the file is called in messages.</param>
    /// <exception cref="FarmException"><c>BadKernelTree</c>: it isn't a Debian package, or damaged.</exception>
    public static async Task<DebianPackage> ReadAsync(string file, string name, string sha256, CancellationToken cancellationToken)
    {
        if (await DebMembers.FindMissingAsync(file, cancellationToken) is { } missing)
        {
            throw Unreadable(name, missing);
        }

        var result = await ProgramResult.RunAsync("dpkg-deb", ["-f", file], null, cancellationToken);
        var described = result.ExitCode == 0 && ControlParagraph.ParseAll(result.Output) is [var paragraph, ..]
            ? DebianPackage.From(paragraph, sha256, new FileInfo(file).Length)
            : null;
        return described ?? throw Unreadable(name, result.ExitCode == 0 ? "it doesn't say its name and version" : FirstLine(result.Errors, file, name));
    }

    private static FarmException Unreadable(string name, string problem) => new(
        FailureCode.BadKernelTree, $"{name} can't be read as a Debian package: {problem}.", "It is damaged or something else. Get the file again.");

    private static string FirstLine(string errors, string file, string name) =>
        errors.Split('\n', 2)[0].Replace(file, name, StringComparison.Ordinal).Replace("dpkg-deb: error: ", "", StringComparison.Ordinal);
}
