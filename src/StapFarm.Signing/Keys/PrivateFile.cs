using System.Runtime.InteropServices;
using System.Text;
using StapFarm.Model.Failures;

namespace StapFarm.Signing.Keys;

/// <summary>Files that only their owner may read.</summary>
internal static partial class PrivateFile
{
    private const int FileExists = 17;
    private const int MaxLength = 64 * 1024;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The mode of a folder that only its owner may look into.</summary>
    public const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    // A group may read: that is how Kubernetes hands a Secret to a process that isn't root.
    private const UnixFileMode Others =
        UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <returns>The text, or null when there is no such file.</returns>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when others may read or change it.</exception>
    public static string? TryRead(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var mode = File.GetUnixFileMode(file.SafeFileHandle);
            if ((mode & Others) != 0)
            {
                throw new FarmException(
                    FailureCode.InvalidRequest,
                    $"The key file {path} has mode {Convert.ToString((int)mode, 8)}: others could have read or changed it, so it isn't used.",
                    $"If nobody has, run: chmod 600 {path}. Else make a new key.");
            }

            using var reader = new StreamReader(file, Encoding.ASCII);
            var text = new char[MaxLength];
            return new string(text, 0, reader.ReadBlock(text));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The text of a file that may have to be made first; of several processes that start at once one makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="make">Makes the text; it may take seconds.</param>
    /// <param name="created">Called when it was this process that made the file.</param>
    public static string ReadOrMake(string path, Func<string> make, Action created)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder, OwnerFolder);
        using var turn = FolderLock.Take(folder);
        if (TryRead(path) is { } present)
        {
            return present;
        }

        if (TryCreate(path, Encoding.ASCII.GetBytes(make())))
        {
            created();
        }

        // Also when it was just made: somebody may have put the farm's own there meanwhile.
        return TryRead(path) ?? throw new FileNotFoundException("The key was removed while it was made.", path);
    }

    /// <summary>Makes the file, whole or not at all, and its folder; false when there is one already.</summary>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder, OwnerFolder);
        var growing = Path.Combine(folder, $".{Guid.NewGuid():N}");
        try
        {
            using (var file = new FileStream(growing, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerFile,
            }))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            return Link(growing, path);
        }
        finally
        {
            File.Delete(growing);
        }
    }

    /// <summary>Gives a file a second name; false when there is a file of that name.</summary>
    public static bool Link(string existing, string path)
    {
        if (HardLink(existing, path) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == FileExists ? false : throw new IOException($"The key file {path} can't be made: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int HardLink(string existing, string name);
}
