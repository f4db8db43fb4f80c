using StapFarm.Runner.Native;

namespace StapFarm.Runner.Processes;

/// <summary>The machine's processes.</summary>
internal sealed class ProcessTable : IProcessTable
{
    public long? StartTime(int pid) => ProcessStat.StartTime(pid);

    // That it is gone already is fine: whoever signals looks afterwards.
    public void Signal(int pid, int signal, bool group) => _ = Libc.Kill(group ? -pid : pid, signal);
}
