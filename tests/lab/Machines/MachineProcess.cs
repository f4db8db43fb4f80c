using System.Globalization;
using System.Text;

namespace StapFarm.Lab.Machines;

/// <summary>The QEMU process of a detached machine, told from another that got the same process id later.</summary>
internal static class MachineProcess
{
    public static bool IsAlive(MachineFolder folder, int processId)
    {
        try
        {
            // QEMU was given the folder's own process id file by its full path.
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{processId}/cmdline"))
                .Split('\0').Contains(folder.ProcessIdFile);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The machine's power is cut, also while it boots.</summary>
    public static void Kill(MachineFolder folder)
    {
        if (File.Exists(folder.ProcessIdFile)
            && int.TryParse(File.ReadAllText(folder.ProcessIdFile), NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id)
            && IsAlive(folder, id))
        {
            QemuProcess.Signal(id, QemuProcess.SignalKill);
        }
    }
}
