using System.Globalization;
using StapFarm.Lab.Acceleration;
using StapFarm.Lab.Firmware;

namespace StapFarm.Lab.Machines;

/// <summary>
/// The arguments of QEMU for a lab machine. Names of files are relative: QEMU starts in the machine's
/// folder, since its option syntax gives commas a meaning and a socket's path may be 107 bytes at most.
/// </summary>
public static class QemuCommandLine
{
    public static IReadOnlyList<string> For(LabMachineOptions options, Accelerator accelerator)
    {
        List<string> arguments =
        [
            "-name", options.Name, "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            .. options.Kernel.Platform.Processor(accelerator),
            "-smp", Number(options.Processors), "-m", Number(options.MemoryMegabytes),
            "-kernel", options.Kernel.Image, "-initrd", "initramfs.cpio",
            "-append", string.Join(' ', (string[])[$"console={options.Kernel.Platform.Console}", "panic=-1", "quiet", .. options.Kernel.Platform.KernelArguments, .. options.KernelArguments]),
            "-chardev", "socket,id=console,path=console.sock,logfile=console.log", "-serial", "chardev:console",
            "-netdev", "user,id=net,ipv6=off", "-device", "virtio-net-pci,netdev=net,romfile=",
            "-drive", "file=disk.img,if=none,id=disk,format=raw,cache=unsafe", "-device", "virtio-blk-pci,drive=disk",
            "-device", $"virtio-serial-pci,max_ports={options.ExecChannels + 1}",
        ];
        if (options.Firmware is not null)
        {
            arguments.AddRange(
            [
                "-drive", $"if=pflash,unit=0,format=raw,readonly=on,file={MachineFirmware.Code}",
                "-drive", "if=pflash,unit=1,format=raw,file=variables.fd",
            ]);
        }

        for (var disk = 0; disk < options.Disks.Count; disk++)
        {
            arguments.AddRange(
            [
                "-drive", $"file=disk.{disk}.img,if=none,id=disk{disk},format=raw,snapshot=on,cache=unsafe",
                "-device", $"virtio-blk-pci,drive=disk{disk}",
            ]);
        }

        for (var channel = 0; channel < options.ExecChannels; channel++)
        {
            arguments.AddRange(
            [
                "-chardev", $"socket,id=exec{channel},path=exec.{channel}.sock,server=on,wait=off",
                "-device", $"virtserialport,chardev=exec{channel},name=exec.{channel}",
            ]);
        }

        return arguments;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
