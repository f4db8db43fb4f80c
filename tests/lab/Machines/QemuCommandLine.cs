using System.Globalization;
using StapFarm.Lab.Acceleration;

namespace StapFarm.Lab.Machines;

/// <summary>
/// The arguments of qemu-system-x86_64 for a lab machine. Names of files are relative: QEMU starts in the machine's
/// folder, since its option syntax gives commas a meaning and a socket's path may be 107 bytes at most.
/// </summary>
public static class QemuCommandLine
{
    public const string Program = "qemu-system-x86_64";

    public static IReadOnlyList<string> For(LabMachineOptions options, Accelerator accelerator)
    {
        List<string> arguments =
        [
            "-name", options.Name, "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            .. Processor(accelerator),
            "-smp", Number(options.Processors), "-m", Number(options.MemoryMegabytes),
            "-kernel", options.Kernel.Image, "-initrd", "initramfs.cpio",
            "-append", string.Join(' ', (string[])["console=ttyS0", "panic=-1", "quiet", .. options.KernelArguments]),
            "-chardev", "socket,id=console,path=console.sock,logfile=console.log", "-serial", "chardev:console",
            "-netdev", "user,id=net,ipv6=off", "-device", "virtio-net-pci,netdev=net,romfile=",
            "-drive", "file=disk.img,if=none,id=disk,format=raw,cache=unsafe", "-device", "virtio-blk-pci,drive=disk",
            "-device", $"virtio-serial-pci,max_ports={options.ExecChannels + 1}",
        ];
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

    /// <summary>The machine type, accelerator and processor model.</summary>
    public static IReadOnlyList<string> Processor(Accelerator accelerator) => accelerator switch
    {
        Accelerator.Kvm => ["-machine", "pc", "-accel", "kvm", "-cpu", "host"],
        // Five-level page tables cost software emulation one more step per miss, and give nothing here.
        _ => ["-machine", "pc", "-accel", "tcg,thread=multi,tb-size=256", "-cpu", "max,la57=off"],
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
