using StapFarm.Model.Runs;

namespace StapFarm.Runner.Processes;

/// <summary>A started staprun, which becomes stapio under the same process id.</summary>
internal interface IStaprunProcess : IDisposable
{
    int Pid { get; }

    /// <summary>The exit code; 128 and the signal's number when a signal ended it.</summary>
    Task<int> Exited { get; }

    /// <summary>
    /// Waits for output and takes some of it. 0 when there is none any more: both streams are closed, or staprun has ended and
    /// all that it wrote is taken (what it started may go on and hold the streams open).
    /// </summary>
    int Read(Span<byte> buffer, out OutputChannel channel);

    /// <summary>Signals it, or all of its process group, as a terminal's Ctrl-C does.</summary>
    void Signal(int signal, bool group);
}
