using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StapFarm.Signing.Keys;

/// <summary>
/// A turn among all processes of a machine: flock(2) on a folder, which the kernel lets go of when its holder dies.
/// </summary>
internal sealed partial class FolderLock : IDisposable
{
    // The same on x86-64 and arm64. File.OpenHandle would take a lock of its own, and fail where this waits.
    private const int CloseOnExec = 0x80000;
    private const int Exclusive = 2;
    private const int Interrupted = 4;

    private readonly SafeFileHandle _folder;

    private FolderLock(SafeFileHandle folder) => _folder = folder;

    /// <summary>Waits until it is this process's turn: for seconds, while another makes a key.</summary>
    /// <param name="folder">A folder that is there.</param>
    public static FolderLock Take(string folder)
    {
        var handle = new SafeFileHandle(Open(folder, CloseOnExec), ownsHandle: true);
        while (handle.IsInvalid || Lock(handle, Exclusive) != 0)
        {
            if (Marshal.GetLastPInvokeError() is var error && error != Interrupted)
            {
                handle.Dispose();
                throw new IOException($"The folder {folder} can't be locked: {Marshal.GetPInvokeErrorMessage(error)}", error);
            }
        }

        return new FolderLock(handle);
    }

    public void Dispose() => _folder.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
