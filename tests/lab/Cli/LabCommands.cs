using System.CommandLine;

namespace StapFarm.Lab.Cli;

/// <summary>The command line of the lab.</summary>
internal static class LabCommands
{
    public static RootCommand Root() => new("Target machines: Debian kernels in QEMU")
    {
        UpCommand.Create(),
        ExecCommand.Create(),
        ListCommand.Create(),
        DownCommand.Create(),
    };
}
