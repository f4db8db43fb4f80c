using System.Runtime.InteropServices;

namespace StapFarm.Translation.Sandbox;

/// <summary>The few system calls that .NET has no words for. glibc on 64-bit Linux.</summary>
internal static partial class Native
{
    public const int SigKill = 9;
    public const int Interrupted = 4;
    public const int CloseOnExec = 0x80000;
    public const int NewMountNamespace = 0x20000;
    public const ulong MountBind = 4096;
    public const ulong MountRecursive = 16384;
    public const ulong MountPrivate = 1 << 18;
    public const ulong MountReadOnly = 1;
    public const ulong MountNoSuid = 2;
    public const ulong MountNoDev = 4;
    public const ulong MountRemount = 32;
    public const int ById = 1;
    public const int WaitExited = 4;
    public const int WaitLeave = 0x01000000;

    /// <summary>posix_spawn_file_actions_t and posix_spawnattr_t are 80 and 336 bytes; room for both.</summary>
    public const int SpawnStructSize = 512;

    private const string C = "libc";

    public static bool IsRoot { get; } = GetEffectiveUser() == 0;

    /// <exception cref="IOException">With the system's message.</exception>
    public static void ChangeOwner(string path, int uid)
    {
        if (LChown(path, uid, uid) != 0)
        {
            throw Failure($"chown {path}");
        }
    }

    public static IOException Failure(string what, int? error = null)
    {
        var code = error ?? Marshal.GetLastPInvokeError();
        return new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(code)}", code);
    }

    [LibraryImport(C, EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport(C, EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LChown(string path, int owner, int group);

    [LibraryImport(C, EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport(C, EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string? type, ulong flags, string? data);

    [LibraryImport(C, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport(C, EntryPoint = "pipe2", SetLastError = true)]
    public static unsafe partial int Pipe(int* ends, int flags);

    [LibraryImport(C, EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport(C, EntryPoint = "waitid", SetLastError = true)]
    public static unsafe partial int WaitId(int type, int id, void* info, int options);

    [LibraryImport(C, EntryPoint = "wait4", SetLastError = true)]
    public static unsafe partial int Wait4(int pid, int* status, int options, long* usage);

    [LibraryImport(C, EntryPoint = "posix_spawn")]
    public static unsafe partial int Spawn(int* pid, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_init")]
    public static unsafe partial int InitActions(void* actions);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static unsafe partial int DestroyActions(void* actions);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static unsafe partial int AddDup(void* actions, int from, int to);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int AddOpen(void* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_init")]
    public static unsafe partial int InitAttributes(void* attributes);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_destroy")]
    public static unsafe partial int DestroyAttributes(void* attributes);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setflags")]
    public static unsafe partial int SetFlags(void* attributes, short flags);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setsigmask")]
    public static unsafe partial int SetMask(void* attributes, void* mask);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static unsafe partial int SetDefault(void* attributes, void* mask);

    [LibraryImport(C, EntryPoint = "sigfillset")]
    public static unsafe partial int FillSignals(void* set);

    [LibraryImport(C, EntryPoint = "sigemptyset")]
    public static unsafe partial int EmptySignals(void* set);
}
