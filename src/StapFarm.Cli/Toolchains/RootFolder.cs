using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Uploads;
using StapFarm.Model.Toolchains;

namespace StapFarm.Cli.Toolchains;

/// <summary>A root file system on this machine, as the tar that is sent of it.</summary>
internal static class RootFolder
{
    // ELOOP's bound on links is the kernel's; this one only keeps a folder that is bound into itself from going on for ever.
    private const int MostLevels = 60;

    /// <param name="path">A folder, or a tar that is sent as it is.</param>
    /// <exception cref="UsageException">It is neither, or no root.</exception>
    public static IUploadContent Find(string path)
    {
        if (File.Exists(path))
        {
            return new FileContent(Path.GetFullPath(path));
        }

        if (!Directory.Exists(path))
        {
            throw new UsageException($"There is no folder or file '{path}'.", "Name a root file system: the folder that holds its usr and etc, or a tar of it (.tar, .tar.gz, .tar.xz, .tar.zst).");
        }

        var root = Path.GetFullPath(path);
        return Directory.Exists(Path.Combine(root, "usr"))
            ? new TarContent("root.tar", Walk(root, "", 0))
            : throw new UsageException($"'{path}' isn't a root file system: it has no folder usr.", "Name the folder that holds usr and etc.");
    }

    /// <summary>What a toolchain is called after where it came from, e.g. <c>centos7</c> for <c>/srv/centos7.tar.xz</c>.</summary>
    public static string NameOf(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        foreach (var ending in (string[])[".gz", ".xz", ".zst", ".tgz", ".txz", ".tar"])
        {
            name = name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : name;
        }

        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-' ? c : '-'));
        return plain.Length > 0 && char.IsAsciiLetter(plain[0]) ? plain : $"root{(plain.Length > 0 ? "-" : "")}{plain}";
    }

    private static IEnumerable<TarFile> Walk(string root, string folder, int level)
    {
        foreach (var item in Entries(Path.Combine(root, folder)))
        {
            var path = folder.Length == 0 ? item.Name : $"{folder}/{item.Name}";
            if (item.LinkTarget is { } target)
            {
                if (RootFilter.Keeps(path))
                {
                    yield return new TarFile(path, null, target);
                }
            }
            else if (item is DirectoryInfo)
            {
                foreach (var file in level < MostLevels && MayHold(path) ? Walk(root, path, level + 1) : [])
                {
                    yield return file;
                }
            }
            else if (RootFilter.Keeps(path))
            {
                yield return new TarFile(path, item.FullName);
            }
        }
    }

    // Of var, only the packages' databases are kept: the way there must be walked.
    private static bool MayHold(string folder) =>
        RootFilter.Keeps(folder)
        || RootFilter.IsAt(folder, "usr/share/doc")
        || RootFilter.PackageDatabases.Any(database => RootFilter.IsAt(database, folder));

    private static List<FileSystemInfo> Entries(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()];
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"The folder '{folder}' can't be read.", "Give the command as root: a root file system belongs to root.");
        }
    }
}
