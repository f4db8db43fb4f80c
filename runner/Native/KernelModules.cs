using System.Runtime.InteropServices;
using System.Text;
using StapFarm.Runner.Target;

namespace StapFarm.Runner.Native;

/// <summary>The running kernel's modules: <c>/proc/modules</c> and delete_module(2).</summary>
internal sealed class KernelModules : IKernelModules
{
    private const nint NonBlocking = 0x800;

    public IReadOnlyList<string> Loaded()
    {
        try
        {
            return [.. File.ReadLines("/proc/modules").Select(line => line.Split(' ', 2)[0])];
        }
        catch (IOException)
        {
            return [];
        }
    }

    public unsafe string? Remove(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name + '\0');
        fixed (byte* text = bytes)
        {
            return Libc.Syscall(DeleteModuleNumber, text, NonBlocking) == 0
                ? null
                : Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        }
    }

    // The C library has no wrapper for it; the numbers are in the kernel's syscall tables.
    private static nint DeleteModuleNumber => RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => 176,
        System.Runtime.InteropServices.Architecture.X86 or System.Runtime.InteropServices.Architecture.Arm
            or System.Runtime.InteropServices.Architecture.S390x or System.Runtime.InteropServices.Architecture.Ppc64le => 129,
        _ => 106,
    };
}
