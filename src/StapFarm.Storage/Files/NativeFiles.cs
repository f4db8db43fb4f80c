using System.Runtime.InteropServices;

namespace StapFarm.Storage.Files;

/// <summary>The calls of Linux that .NET lacks.</summary>
internal static partial class NativeFiles
{
    private const int FileExists = 17;
    private const int InvalidArgument = 22;
    private const int ReadOnlyCloseOnExec = 0x80000; // O_RDONLY | O_CLOEXEC, the same on every architecture that .NET runs on

    /// <summary>Gives a file a second name; false when something of that name exists.</summary>
    public static bool TryLink(string existing, string name)
    {
        if (Link(existing, name) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == FileExists ? false : throw Failed("link", name, error);
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public static void FlushFolder(string folder)
    {
        var descriptor = Open(folder, ReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            throw Failed("open", folder, Marshal.GetLastPInvokeError());
        }

        try
        {
            // Some file systems (FUSE) know no fsync of folders and say so with EINVAL.
            if (Fsync(descriptor) != 0 && Marshal.GetLastPInvokeError() is var error and not InvalidArgument)
            {
                throw Failed("fsync", folder, error);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    // The error number as HResult, as in the exceptions of .NET's own file calls.
    private static IOException Failed(string call, string path, int error) =>
        new($"{call} of '{path}' failed: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
