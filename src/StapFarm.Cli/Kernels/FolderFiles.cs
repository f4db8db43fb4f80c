using StapFarm.Cli.Uploads;

namespace StapFarm.Cli.Kernels;

/// <summary>Files below a folder, as entries below another. Links within it stay links; what others lead to is taken in their place.</summary>
internal sealed class FolderFiles(string root, string place)
{
    // What a build leaves that no other build reads.
    private static readonly string[] Leftovers = [".o", ".cmd", ".a", ".ko", ".mod", ".order", ".d"];
    private const int MostLevels = 40;

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public IEnumerable<TarFile> All() => Below("", _ => true);

    /// <param name="folder">Relative to the root; nothing if it isn't there.</param>
    public IEnumerable<TarFile> Below(string folder, Func<string, bool> takes) =>
        Directory.Exists(Path.Combine(_root, folder)) ? Walk(folder, takes, 0) : [];

    /// <summary>Files right in the folder.</summary>
    public IEnumerable<TarFile> In(string folder, Func<string, bool> takes) => Directory.Exists(Path.Combine(_root, folder))
        ? Directory.EnumerateFiles(Path.Combine(_root, folder)).Where(file => takes(Path.GetFileName(file)) && IsThere(file)).Select(file => Entry(Relative(file), file))
        : [];

    /// <summary>Whether it is a file, or a link that leads to one: a link that leads nowhere exists for .NET.</summary>
    public static bool IsThere(string file)
    {
        try
        {
            return File.Exists(File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is { } target ? target.FullName : file);
        }
        catch (IOException)
        {
            // Links that lead to each other.
            return false;
        }
    }

    public static bool IsNeeded(string name) => !Leftovers.Contains(Path.GetExtension(name));

    private IEnumerable<TarFile> Walk(string folder, Func<string, bool> takes, int level)
    {
        foreach (var item in new DirectoryInfo(Path.Combine(_root, folder)).EnumerateFileSystemInfos())
        {
            var path = folder.Length == 0 ? item.Name : $"{folder}/{item.Name}";
            if (item.LinkTarget is { } target && StaysInside(path, target))
            {
                yield return new TarFile($"{place}/{path}", null, target);
            }
            else if (Directory.Exists(item.FullName))
            {
                foreach (var file in level < MostLevels ? Walk(path, takes, level + 1) : [])
                {
                    yield return file;
                }
            }
            else if (IsThere(item.FullName) && takes(item.Name))
            {
                yield return Entry(path, item.FullName);
            }
        }
    }

    private TarFile Entry(string path, string file) => new($"{place}/{path}", file);

    private string Relative(string file) => Path.GetRelativePath(_root, file);

    private bool StaysInside(string path, string target) =>
        !target.StartsWith('/')
        && Path.GetFullPath(Path.Combine(_root, Path.GetDirectoryName(path) ?? "", target)).StartsWith(_root + "/", StringComparison.Ordinal);
}
