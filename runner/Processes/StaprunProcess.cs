using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using StapFarm.Model.Runs;
using StapFarm.Runner.Native;

namespace StapFarm.Runner.Processes;

/// <summary>The child's pipes are read with poll(2), so that not reading them is possible, and so that their end needn't be waited for.</summary>
internal sealed class StaprunProcess : IStaprunProcess
{
    private const short Readable = 1;
    private readonly Process _process;
    private readonly SafePipeHandle[] _pipes;
    private readonly bool[] _closed = new bool[2];
    private readonly int _exitedEvent;
    private bool _exited;

    public StaprunProcess(Process process)
    {
        _process = process;
        Pid = process.Id;
        _pipes = [PipeOf(process.StandardOutput), PipeOf(process.StandardError)];
        _exitedEvent = Libc.EventFd(0, OpenEvent);
        LinuxError.Check(_exitedEvent, "eventfd");
        Exited = WaitAsync();
    }

    // EFD_CLOEXEC
    private const int OpenEvent = 0x80000;

    public int Pid { get; }

    public Task<int> Exited { get; }

    public void Signal(int signal, bool group) => _ = Libc.Kill(group ? -Pid : Pid, signal);

    public unsafe int Read(Span<byte> buffer, out OutputChannel channel)
    {
        var descriptors = stackalloc PollDescriptor[3];
        while (!(_closed[0] && _closed[1]))
        {
            for (var i = 0; i < 2; i++)
            {
                descriptors[i] = new PollDescriptor { Descriptor = _closed[i] ? -1 : (int)_pipes[i].DangerousGetHandle(), Events = Readable };
            }

            descriptors[2] = new PollDescriptor { Descriptor = _exited ? -1 : _exitedEvent, Events = Readable };
            var ready = Libc.Poll(descriptors, 3, _exited ? 0 : -1);
            if (ready < 0 && Marshal.GetLastPInvokeError() != LinuxError.Interrupted)
            {
                throw LinuxError.Last("poll");
            }

            if (ready == 0)
            {
                break;
            }

            _exited |= ready > 0 && descriptors[2].Returned != 0;
            // stderr first: it tells what state the session is in.
            for (var i = 1; ready > 0 && i >= 0; i--)
            {
                if (descriptors[i].Returned != 0 && Take(i, buffer) is > 0 and var taken)
                {
                    channel = i == 0 ? OutputChannel.Stdout : OutputChannel.Stderr;
                    return taken;
                }
            }
        }

        channel = default;
        return 0;
    }

    public void Dispose()
    {
        _process.Dispose();
        _ = Libc.Close(_exitedEvent);
    }

    private unsafe int Take(int pipe, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var taken = Libc.Read((int)_pipes[pipe].DangerousGetHandle(), start, (nuint)buffer.Length);
            if (taken < 0 && Marshal.GetLastPInvokeError() is not (LinuxError.Interrupted or LinuxError.Again))
            {
                throw LinuxError.Last("reading staprun's output");
            }

            _closed[pipe] = taken == 0;
            return (int)taken;
        }
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        WakeReader();
        return code;
    }

    private unsafe void WakeReader()
    {
        ulong one = 1;
        _ = Libc.Write(_exitedEvent, (byte*)&one, sizeof(ulong));
    }

    private static SafePipeHandle PipeOf(StreamReader reader) => ((PipeStream)reader.BaseStream).SafePipeHandle;
}
