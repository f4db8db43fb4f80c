using System.Runtime.InteropServices;

namespace StapFarm.Runner.Native;

/// <summary>poll(2)'s <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int Descriptor;

    public short Events;

    public short Returned;
}
