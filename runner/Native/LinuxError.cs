using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StapFarm.Runner.Native;

/// <summary>Turns errno into an exception that says what was tried.</summary>
internal static class LinuxError
{
    public const int NoEntry = 2;

    public const int Interrupted = 4;

    public const int Again = 11;

    public static void Check(int result, string what)
    {
        if (result < 0)
        {
            throw Last(what);
        }
    }

    public static IOException Last(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(error)}", new Win32Exception(error));
    }
}
