using System.Runtime.InteropServices;
using StapFarm.Lab.Acceleration;

namespace StapFarm.Lab.Machines;

/// <summary>What differs between machines of one architecture and another.</summary>
/// <param name="Name">Debian's name of the architecture.</param>
/// <param name="Program">The QEMU that makes such machines.</param>
/// <param name="Package">Debian's package that has it.</param>
/// <param name="Machine">QEMU's name of the machine.</param>
/// <param name="EmulatedProcessor">QEMU's name of the processor under software emulation.</param>
/// <param name="Console">The kernel's name of the serial console.</param>
public sealed record GuestPlatform(
    Architecture Architecture, string Name, string Program, string Package, string Machine, string EmulatedProcessor, string Console)
{
    // Five-level page tables cost software emulation one more step per miss, and give nothing here.
    public static GuestPlatform Amd64 { get; } = new(
        Architecture.X64, "amd64", "qemu-system-x86_64", "qemu-system-x86", "pc", "max,la57=off", "ttyS0");

    // Newer processors sign return addresses, which software emulation takes many instructions for.
    public static GuestPlatform Arm64 { get; } = new(
        Architecture.Arm64, "arm64", "qemu-system-aarch64", "qemu-system-arm", "virt", "cortex-a72", "ttyAMA0");

    /// <summary>Whether this host's processors could run its kernels themselves.</summary>
    public bool IsOfThisHost => Architecture == RuntimeInformation.OSArchitecture;

    /// <summary>
    /// Where busybox is: this host's own, or one that was unpacked aside, which <c>STAPFARM_LAB_BUSYBOX_</c> with the
    /// architecture's name in upper case says.
    /// </summary>
    public string Busybox => IsOfThisHost
        ? "/usr/bin/busybox"
        : Environment.GetEnvironmentVariable(BusyboxVariable) is { Length: > 0 } file
            ? file
            : throw new LabException($"A machine for {Name} needs a busybox of that architecture: {BusyboxVariable} isn't set. ./dev lab gets one and sets it.");

    /// <summary>
    /// Words of every such kernel's command line. A PC's kernel counts ticks of its timer against a loop, and gives up when a busy
    /// host made few of them (it doesn't look when it knows its hypervisor).
    /// </summary>
    public IReadOnlyList<string> KernelArguments => Architecture == Architecture.X64 ? ["no_timer_check"] : [];

    private string BusyboxVariable => $"STAPFARM_LAB_BUSYBOX_{Name.ToUpperInvariant()}";

    /// <summary>QEMU's arguments for the machine type, accelerator and processor model.</summary>
    public IReadOnlyList<string> Processor(Accelerator accelerator) => accelerator switch
    {
        Accelerator.Kvm => ["-machine", Machine, "-accel", "kvm", "-cpu", "host"],
        _ => ["-machine", Machine, "-accel", "tcg,thread=multi,tb-size=256", "-cpu", EmulatedProcessor],
    };

    /// <summary>The platform of a bootable kernel image, by its magic number (boot protocols of x86 and arm64).</summary>
    /// <exception cref="LabException">It is neither's.</exception>
    public static GuestPlatform OfImage(string file)
    {
        Span<byte> header = stackalloc byte[0x206];
        using var image = File.OpenRead(file);
        header = header[..image.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)];
        return header.Length >= 0x206 && header[0x202..].SequenceEqual("HdrS"u8) ? Amd64
            : header.Length >= 0x3c && header[0x38..0x3c].SequenceEqual("ARMd"u8) ? Arm64
            : throw new LabException($"{file} is no image that the lab can boot: a bzImage of x86, or an Image of arm64.");
    }
}
