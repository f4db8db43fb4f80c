using System.Runtime.InteropServices;

namespace StapFarm.Runner.Namespaces;

/// <summary>Flags of open(2). O_DIRECTORY has another value on ARM and POWER.</summary>
internal static class OpenFlags
{
    public const int Path = 0x200000;

    public const int CloseOnExec = 0x80000;

    public static int Directory => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le
        ? 0x4000
        : 0x10000;
}
