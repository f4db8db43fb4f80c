using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StapFarm.Translation.Sandbox;

/// <summary>posix_spawn(3) and wait4(2) for one child.</summary>
internal static unsafe class ChildProcess
{
    private const short SetDefaultSignals = 4;
    private const short SetSignalMask = 8;
    private const int WriteOnly = 1;

    /// <summary>What only the programs around the sandbox see; inside, the environment is another.</summary>
    private static readonly byte[][] Environment = [Encoding.ASCII.GetBytes("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), Encoding.ASCII.GetBytes("LC_ALL=C.UTF-8")];

    /// <summary>Starts the program named by the first argument.</summary>
    public static (int Pid, SafeFileHandle Error) Start(IReadOnlyList<byte[]> arguments, string output)
    {
        var ends = stackalloc int[2];
        if (Native.Pipe(ends, Native.CloseOnExec) != 0)
        {
            throw Native.Failure("pipe");
        }

        var error = new SafeFileHandle(ends[0], ownsHandle: true);
        try
        {
            return (Spawn(arguments, output, ends[1]), error);
        }
        catch
        {
            error.Dispose();
            throw;
        }
        finally
        {
            _ = Native.Close(ends[1]);
        }
    }

    /// <summary>Waits until the child has ended; it can still be named until it is reaped.</summary>
    public static void AwaitEnd(int pid)
    {
        var info = stackalloc byte[256];
        while (Native.WaitId(Native.ById, pid, info, Native.WaitExited | Native.WaitLeave) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Native.Interrupted)
            {
                throw Native.Failure("waitid");
            }
        }
    }

    public static Spawned.Exit Reap(int pid)
    {
        int status;
        var usage = stackalloc long[32];
        if (Native.Wait4(pid, &status, 0, usage) != pid)
        {
            throw Native.Failure("wait4");
        }

        // struct rusage begins with two timevals: user and system time.
        var cpu = TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
        var signal = status & 0x7f;
        return new(signal == 0 ? (status >> 8) & 0xff : 128 + signal, cpu);
    }

    private static int Spawn(IReadOnlyList<byte[]> arguments, string output, int error)
    {
        var actions = stackalloc byte[Native.SpawnStructSize];
        var attributes = stackalloc byte[Native.SpawnStructSize];
        var signals = stackalloc byte[Native.SpawnStructSize];
        var argv = Vector(arguments);
        var envp = Vector(Environment);
        Check(Native.InitActions(actions));
        Check(Native.InitAttributes(attributes));
        try
        {
            Check(Native.AddOpen(actions, 0, "/dev/null", 0, 0));
            Check(Native.AddOpen(actions, 1, output, WriteOnly, 0));
            Check(Native.AddDup(actions, error, 2));

            // The runtime ignores SIGPIPE, and ignoring is inherited.
            Check(Native.SetFlags(attributes, SetDefaultSignals | SetSignalMask));
            Check(Native.FillSignals(signals));
            Check(Native.SetDefault(attributes, signals));
            Check(Native.EmptySignals(signals));
            Check(Native.SetMask(attributes, signals));

            int pid;
            var result = Native.Spawn(&pid, argv[0], actions, attributes, argv, envp);
            return result == 0 ? pid : throw Native.Failure($"starting {Encoding.UTF8.GetString(arguments[0])}", result);
        }
        finally
        {
            _ = Native.DestroyActions(actions);
            _ = Native.DestroyAttributes(attributes);
            Free(argv);
            Free(envp);
        }
    }

    private static byte** Vector(IReadOnlyList<byte[]> words)
    {
        var vector = (byte**)NativeMemory.AllocZeroed((nuint)(words.Count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < words.Count; i++)
        {
            vector[i] = (byte*)NativeMemory.AllocZeroed((nuint)words[i].Length + 1);
            words[i].CopyTo(new Span<byte>(vector[i], words[i].Length));
        }

        return vector;
    }

    private static void Free(byte** vector)
    {
        for (var i = 0; vector[i] != null; i++)
        {
            NativeMemory.Free(vector[i]);
        }

        NativeMemory.Free(vector);
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw Native.Failure("posix_spawn", result);
        }
    }
}
