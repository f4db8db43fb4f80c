using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Uploads;

namespace StapFarm.Cli.Kernels;

/// <summary>The package files that a command line names.</summary>
internal static class PackageFiles
{
    /// <param name="paths">Files, or folders for all packages in them.</param>
    /// <param name="extension"><c>.deb</c> or <c>.rpm</c>.</param>
    /// <exception cref="UsageException">One isn't there, or a folder has none.</exception>
    public static IReadOnlyList<IUploadContent> Find(IEnumerable<string> paths, string extension) =>
        [.. paths.SelectMany(path => In(path, extension)).Distinct().Select(file => new FileContent(file))];

    private static List<string> In(string path, string extension)
    {
        if (File.Exists(path))
        {
            return [Path.GetFullPath(path)];
        }

        if (!Directory.Exists(path))
        {
            throw new UsageException($"There is no file '{path}'.", $"Name the {extension} files of one kernel, or a folder that holds just these.");
        }

        var files = Directory.GetFiles(path, "*" + extension).Order(StringComparer.Ordinal).Select(Path.GetFullPath).ToList();
        return files.Count > 0
            ? files
            : throw new UsageException($"The folder '{path}' has no {extension} file.", $"Name the {extension} files of one kernel, or a folder that holds just these.");
    }
}
