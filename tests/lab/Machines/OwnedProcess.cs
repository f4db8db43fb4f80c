using System.Collections.Concurrent;
using System.Diagnostics;

namespace StapFarm.Lab.Machines;

/// <summary>
/// Starts programs that the kernel kills when this process ends in whatever way, so that a killed test run leaves no
/// machine behind. The parent-death signal follows the thread that forked, not the process, so one thread, which lives
/// as long as the process, starts them all.
/// </summary>
internal static class OwnedProcess
{
    private static readonly BlockingCollection<Action> Starts = [];

    static OwnedProcess()
    {
        new Thread(StartAll) { IsBackground = true, Name = "lab-spawner" }.Start();
    }

    public static Task<Process> StartAsync(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo("setpriv")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (IEnumerable<string>)["--pdeathsig", "KILL", "--", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(new LabException($"{program} could not be started: {e.Message}", e));
            }
        });
        return started.Task;
    }

    private static void StartAll()
    {
        foreach (var start in Starts.GetConsumingEnumerable())
        {
            start();
        }
    }
}
