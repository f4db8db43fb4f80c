using StapFarm.Lab.Acceleration;
using StapFarm.Lab.Firmware;
using StapFarm.Lab.Kernels;

namespace StapFarm.Lab.Machines;

/// <summary>What a lab machine is made of.</summary>
public sealed record LabMachineOptions(LabKernel Kernel)
{
    /// <summary>The machine's host name, and its runner's name.</summary>
    public string Name { get; init; } = "target";

    public LabRunner? Runner { get; init; }

    /// <summary>Makes the root file system read-only before the machine is ready; /tmp, /run and /var stay writable.</summary>
    public bool ReadOnlyRoot { get; init; }

    public int MemoryMegabytes { get; init; } = 512;

    public int Processors { get; init; } = 2;

    /// <summary>
    /// Size of the virtio disk /dev/vda, empty, for scripts that probe block I/O. It is a sparse file.
    /// </summary>
    public int DiskMegabytes { get; init; } = 16;

    /// <summary>
    /// Images of further disks, /dev/vdb and so on. What the machine writes to them ends with it; the files stay as they are.
    /// </summary>
    public IReadOnlyList<string> Disks { get; init; } = [];

    /// <summary>UEFI for a machine of x86_64; null for what QEMU boots it with otherwise.</summary>
    public MachineFirmware? Firmware { get; init; }

    /// <summary>How many commands can run at once.</summary>
    public int ExecChannels { get; init; } = 8;

    /// <summary>Modules, beside the drivers, that <c>modprobe</c> finds on the machine, with all that they need.</summary>
    public IReadOnlyList<string> Modules { get; init; } = ["veth", "bridge", "dummy", "loop"];

    /// <summary>Further words of the kernel's command line.</summary>
    public IReadOnlyList<string> KernelArguments { get; init; } = [];

    /// <summary>Files put into the root file system (path below it, host file); executable if the host's are.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the machine may take until it is ready.</summary>
    public TimeSpan BootTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Where busybox is; it must be a statically linked one. Null: that of the kernel's platform.</summary>
    public string? Busybox { get; init; }

    /// <summary>How the machine's processors are made; null asks <see cref="AcceleratorTrial"/>.</summary>
    public Accelerator? Accelerator { get; init; }

    /// <summary>Keeps the machine's folder, with its console log, when it is disposed of.</summary>
    public bool KeepFolder { get; init; }
}
