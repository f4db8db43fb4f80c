namespace StapFarm.Runner.Processes;

/// <summary>Processes that this runner didn't start itself: those of a runner before it.</summary>
internal interface IProcessTable
{
    /// <summary>Clock ticks since boot; null when there is no such process.</summary>
    long? StartTime(int pid);

    /// <summary>Sends a signal to a process, or to its whole group.</summary>
    void Signal(int pid, int signal, bool group);
}
