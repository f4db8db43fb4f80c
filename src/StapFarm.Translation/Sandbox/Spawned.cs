using Microsoft.Win32.SafeHandles;

namespace StapFarm.Translation.Sandbox;

/// <summary>
/// A child process with exactly the arguments given, as bytes: <c>Process.Start</c> takes text and would change what isn't
/// valid UTF-8.
/// </summary>
/// <remarks>
/// It is started and awaited by a thread of its own that lives as long as the child: bubblewrap asks the kernel to be
/// killed when its parent dies, and the kernel means the parent <em>thread</em>; a thread of the pool may end at any time.
/// </remarks>
internal sealed class Spawned
{
    private readonly object _gate = new();
    private bool _reaped;

    private Spawned(int pid, SafeFileHandle error, Task<Exit> exit)
    {
        Pid = pid;
        Error = error;
        Ended = exit;
    }

    public int Pid { get; }

    /// <summary>The readable end of the child's standard error.</summary>
    public SafeFileHandle Error { get; }

    public Task<Exit> Ended { get; }

    /// <param name="Status">The exit code; 128 and more when a signal ended it.</param>
    /// <param name="CpuTime">Of the child and of what it waited for.</param>
    public readonly record struct Exit(int Status, TimeSpan CpuTime);

    /// <param name="prepare">Runs on the child's thread; gives program and arguments.</param>
    /// <param name="output">The file that gets the child's standard output.</param>
    /// <exception cref="IOException">It can't be started.</exception>
    public static Task<Spawned> StartAsync(Func<IReadOnlyList<byte[]>> prepare, string output)
    {
        var started = new TaskCompletionSource<Spawned>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(prepare, output, started)) { IsBackground = true, Name = "sandbox" }.Start();
        return started.Task;
    }

    /// <summary>Ends the child at once, unless it has ended.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            if (!_reaped)
            {
                _ = Native.Kill(Pid, Native.SigKill);
            }
        }
    }

    private static void Run(Func<IReadOnlyList<byte[]>> prepare, string output, TaskCompletionSource<Spawned> started)
    {
        var ended = new TaskCompletionSource<Exit>(TaskCreationOptions.RunContinuationsAsynchronously);
        Spawned child;
        try
        {
            var (pid, error) = ChildProcess.Start(prepare(), output);
            child = new Spawned(pid, error, ended.Task);
        }
        catch (Exception exception)
        {
            started.SetException(exception);
            return;
        }

        started.SetResult(child);
        try
        {
            ChildProcess.AwaitEnd(child.Pid);
            lock (child._gate)
            {
                child._reaped = true;
                ended.SetResult(ChildProcess.Reap(child.Pid));
            }
        }
        catch (IOException exception)
        {
            ended.SetException(exception);
        }
    }
}
