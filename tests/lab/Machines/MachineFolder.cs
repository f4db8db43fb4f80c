namespace StapFarm.Lab.Machines;

/// <summary>The files of one machine on the host.</summary>
public sealed class MachineFolder(string path)
{
    public string Path { get; } = path;

    public string Initramfs => File("initramfs.cpio");

    public string Disk => File("disk.img");

    public string FirmwareVariables => File("variables.fd");

    /// <summary>All that the guest wrote to its serial console, from its first character.</summary>
    public string ConsoleLog => File("console.log");

    public string ConsoleSocket => File("console.sock");

    /// <summary>The process id of a machine that outlives the process that started it.</summary>
    public string ProcessIdFile => File("qemu.pid");

    public string Description => File("machine.json");

    public string ExecSocket(int channel) => File($"exec.{channel}.sock");

    public string FurtherDisk(int number) => File($"disk.{number}.img");

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
