using System.Globalization;
using Microsoft.Extensions.Logging;
using StapFarm.Model.Failures;
using StapFarm.Runner.Native;
using StapFarm.Runner.Processes;
using StapFarm.Runner.Sessions;
using StapFarm.Runner.Target;

namespace StapFarm.Runner.Journal;

/// <summary>Ends what a runner before this one left: its staprun, in order if that still works, and its module.</summary>
internal sealed partial class Recovery(
    string sessionsRoot,
    IProcessTable processes,
    IKernelModules modules,
    ModuleRemover remover,
    IKernelFacts kernel,
    TimeProvider time,
    ILogger<Recovery> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // An interrupted stapio takes up to half a second to notice, and as long as the kernel takes to remove the probes.
    private static readonly TimeSpan OrderlyPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <returns>The sessions that were found, and what became of them.</returns>
    public async Task<IReadOnlyList<LostSession>> RunAsync()
    {
        var found = Directory.EnumerateDirectories(sessionsRoot).Order(StringComparer.Ordinal).ToList();
        return [.. (await Task.WhenAll(found.Select(EndAsync))).OfType<LostSession>()];
    }

    private async Task<LostSession?> EndAsync(string root)
    {
        var folder = SessionFolder.Open(root);
        var id = Path.GetFileName(root);
        if (!File.Exists(folder.Journal))
        {
            // Nothing is loaded before the journal is written, and it is deleted when nothing is loaded any more.
            folder.Delete();
            return null;
        }

        JournalEntry entry;
        try
        {
            entry = JournalEntry.Load(folder.Journal);
        }
        catch (FarmException exception)
        {
            LogUnreadable(id, exception.Message);
            folder.Delete();
            return new LostSession(id, Lost(exception.Message));
        }

        if (entry.BootId != kernel.BootId)
        {
            folder.Delete();
            return new LostSession(id, Lost("The target was restarted."));
        }

        var (pid, start) = ReadPid(folder.PidFile);
        await EndProcessAsync(pid, start);
        foreach (var name in ModulesOf(entry, pid))
        {
            if (await remover.RemoveAsync(name) is { } reason)
            {
                return new LostSession(id, Lost($"Its module {name} can't be unloaded: {reason}."));
            }
        }

        LogCleaned(id, entry.Module);
        folder.Delete();
        return new LostSession(id, Lost("What it left is unloaded."));
    }

    private async Task EndProcessAsync(int pid, long start)
    {
        if (!Lives(pid, start))
        {
            return;
        }

        LogInterrupting(pid);
        processes.Signal(pid, Signals.Interrupt, group: true);
        if (!await GoneAsync(pid, start, OrderlyPatience))
        {
            processes.Signal(pid, Signals.Kill, group: true);
            await GoneAsync(pid, start, KillPatience);
        }
    }

    private async Task<bool> GoneAsync(int pid, long start, TimeSpan patience)
    {
        for (var waited = TimeSpan.Zero; waited < patience; waited += Pause)
        {
            if (!Lives(pid, start))
            {
                return true;
            }

            await Task.Delay(Pause, time);
        }

        return !Lives(pid, start);
    }

    // A pid is used again; with its start time it is one process.
    private bool Lives(int pid, long start) => pid > 0 && processes.StartTime(pid) == start;

    private IEnumerable<string> ModulesOf(JournalEntry entry, int pid)
    {
        if (!entry.Renamed)
        {
            return [entry.Module];
        }

        // staprun -R keeps the name's length: it ends with the process id instead of its own end.
        var ending = "_" + pid.ToString(CultureInfo.InvariantCulture);
        return modules.Loaded().Where(name =>
            name.Length == entry.Module.Length && name.EndsWith(ending, StringComparison.Ordinal)
            && entry.Module.StartsWith(name[..^ending.Length], StringComparison.Ordinal));
    }

    private static (int Pid, long Start) ReadPid(string path)
    {
        if (File.Exists(path) && File.ReadAllText(path).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is [var pid, var start])
        {
            return (int.Parse(pid, CultureInfo.InvariantCulture), long.Parse(start, CultureInfo.InvariantCulture));
        }

        return default;
    }

    private static FarmFailure Lost(string what) =>
        new(FailureCode.TargetLost, $"The runner was ended while the script ran. {what}", "Start the run again; output that hadn't reached the farm is lost.");
}
