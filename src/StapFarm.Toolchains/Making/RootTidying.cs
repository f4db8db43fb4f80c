using StapFarm.Toolchains.Packing;

namespace StapFarm.Toolchains.Making;

/// <summary>Takes out of a new root what its maker left or what has no business in a sandbox, and adds the mount points.</summary>
internal static class RootTidying
{
    private const UnixFileMode Privileges = UnixFileMode.SetUser | UnixFileMode.SetGroup;

    // Device nodes (a sandbox has a /dev of its own), state of apt and of the installation, and what was copied from the host.
    private static readonly string[] Emptied =
        ["dev", "var/lib/apt/lists", "var/cache", "var/log", "var/backups", "run", "tmp"];

    private static readonly string[] FromTheHost = ["etc/resolv.conf", "etc/hostname"];

    public static void Tidy(string root)
    {
        foreach (var folder in Emptied.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists))
        {
            Empty(folder);
        }

        foreach (var file in FromTheHost)
        {
            File.Delete(Path.Combine(root, file));
        }

        foreach (var mountPoint in DebianRecipe.MountPoints)
        {
            var path = Path.Combine(root, mountPoint);
            Directory.CreateDirectory(path);
            // Independent of the process's umask: builds run under other users.
            FileModes.Set(path, FileModes.Open);
        }

        DropPrivileges(root);
    }

    private static void Empty(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null } subfolder)
            {
                subfolder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    /// <summary>An unpacked root is a folder of the host: no program in it may give root to whoever runs it from there.</summary>
    private static void DropPrivileges(string root)
    {
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var path in Directory.EnumerateFiles(root, "*", everything))
        {
            var mode = FileModes.Get(path);
            if ((mode & Privileges) != 0)
            {
                FileModes.Set(path, mode & ~Privileges);
            }
        }
    }
}
