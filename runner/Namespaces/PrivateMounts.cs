using System.Text;
using StapFarm.Runner.Native;

namespace StapFarm.Runner.Namespaces;

/// <summary>
/// A mount namespace of this thread's own, in which files can be put where the target has none: the deepest folder that
/// exists on the way is composed anew on a tmpfs, with its entries bound in place. The target's own file systems are only
/// read, so a read-only root is as good as any.
/// </summary>
internal sealed class PrivateMounts
{
    private const int NewNamespace = 0x00020000;
    private readonly string _scratch;

    /// <param name="scratch">A folder for what has to lie somewhere: it may be the session's own.</param>
    public PrivateMounts(string scratch)
    {
        _scratch = scratch;
        LinuxError.Check(Libc.Unshare(NewNamespace), "unshare of the mount namespace (is the runner root?)");
        LinuxError.Check(Libc.Mount("none", "/", null, MountFlags.Recursive | MountFlags.Private, null), "making the mounts private");
    }

    /// <summary>Lets programs in this folder, or this one, be executed here, also when the file system is mounted noexec (as /run often is).</summary>
    public static void MakeExecutable(string path)
    {
        Bind(path, path);
        LinuxError.Check(
            Libc.Mount("none", path, null, MountFlags.Bind | MountFlags.Remount | MountFlags.NoSetUid, null),
            $"making {path} executable");
    }

    /// <summary>Puts an executable file at a path; it hides what is there.</summary>
    public void Place(string path, byte[] content)
    {
        if (File.Exists(path))
        {
            var wrapper = Path.Combine(_scratch, Path.GetFileName(path));
            Write(wrapper, content);
            MakeExecutable(wrapper);
            Bind(wrapper, path);
            return;
        }

        var (folder, missing) = DeepestFolder(path);
        var composed = Compose(folder, missing.Split('/')[0]);
        var target = Path.Combine(composed, missing);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Write(target, content);
    }

    private static void Write(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        File.SetUnixFileMode(path, Modes.Program);
    }

    // The real path of the deepest folder on the way that exists, and what follows it.
    private static (string Folder, string Missing) DeepestFolder(string path)
    {
        var missing = Path.GetFileName(path);
        var folder = Path.GetDirectoryName(path)!;
        while (RealFolder(folder) is not { } real)
        {
            missing = Path.Combine(Path.GetFileName(folder), missing);
            folder = Path.GetDirectoryName(folder)!;
        }

        return (RealFolder(folder)!, missing);
    }

    private static unsafe string? RealFolder(string path)
    {
        var buffer = stackalloc byte[4097];
        if (Libc.RealPath(path, buffer) is null)
        {
            return null;
        }

        var real = Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
        return Directory.Exists(real) ? real : null;
    }

    /// <returns>The path at which the composed folder is seen from now on.</returns>
    private string Compose(string folder, string without)
    {
        var original = Libc.Open(folder, OpenFlags.Path | OpenFlags.Directory | OpenFlags.CloseOnExec);
        LinuxError.Check(original, $"opening {folder}");
        try
        {
            // Reached through its descriptor, the original stays visible below what is mounted over it.
            var source = $"/proc/self/fd/{original}";
            var mode = File.GetUnixFileMode(folder);
            var target = folder == "/" ? Directory.CreateDirectory(Path.Combine(_scratch, "root")).FullName : folder;
            LinuxError.Check(Libc.Mount("tmpfs", target, "tmpfs", MountFlags.NoSetUid, "mode=0755"), $"mounting a tmpfs on {target}");
            foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos())
            {
                if (entry.Name != without)
                {
                    BindEntry(entry, Path.Combine(target, entry.Name));
                }
                else if (entry is DirectoryInfo)
                {
                    throw new IOException($"{Path.Combine(folder, without)} is a folder on this target; a program of the runtime bundle has to stand there");
                }
            }

            File.SetUnixFileMode(target, mode);
            if (folder == "/")
            {
                LinuxError.Check(Libc.Chroot(target), $"chroot {target}");
                LinuxError.Check(Libc.Chdir("/"), "chdir /");
            }

            return folder;
        }
        finally
        {
            _ = Libc.Close(original);
        }
    }

    private static void BindEntry(FileSystemInfo entry, string target)
    {
        if (entry.LinkTarget is { } link)
        {
            File.CreateSymbolicLink(target, link);
            return;
        }

        if (entry is DirectoryInfo)
        {
            Directory.CreateDirectory(target);
        }
        else
        {
            File.WriteAllBytes(target, []);
        }

        Bind(entry.FullName, target);
    }

    private static void Bind(string source, string target)
    {
        if (Libc.Mount(source, target, null, MountFlags.Bind | MountFlags.Recursive, null) < 0)
        {
            // It went away since it was listed: then it isn't seen here either.
            if (System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == LinuxError.NoEntry && source != target)
            {
                return;
            }

            throw LinuxError.Last($"binding {source} to {target}");
        }
    }
}
