using System.Text;
using StapFarm.Lab.Kernels;
using StapFarm.Lab.Machines;

namespace StapFarm.Lab.Initramfs;

/// <summary>
/// Composes the initramfs of a lab machine: a first stage, and under /target the files of its root file system
/// (busybox, the drivers, the exec agents, the runner). Nothing of it is downloaded.
/// </summary>
public static class InitramfsBuilder
{
    private static readonly string[] Drivers = ["virtio_pci", "virtio_console", "virtio_net", "virtio_blk"];

    private static readonly string[] Folders =
    [
        "bin", "sbin", "usr/bin", "usr/sbin", "usr/lib", "etc/stapfarm", "etc/lab", "lib/modules", "proc", "sys",
        "dev", "root", "run", "tmp", "var", "mnt", "home",
    ];

    public static async Task WriteAsync(LabMachineOptions options, Stream output, CancellationToken cancellationToken)
    {
        var catalogue = new ModuleCatalogue(options.Kernel);
        var drivers = await catalogue.LoadOrderAsync(Drivers, cancellationToken);
        var modules = await catalogue.LoadOrderAsync([.. Drivers, .. options.Modules], cancellationToken);
        var busybox = StaticExecutable.Read(options.Busybox ?? options.Kernel.Platform.Busybox, "Install it: apt-get install busybox-static.");

        var archive = new CpioWriter(output);
        archive.AddDirectory("newroot");
        archive.AddCharacterDevice("dev/console", 5, 1);
        archive.AddFile("bin/busybox", busybox, executable: true);
        archive.AddFile("init", GuestFiles.Read("init"), executable: true);

        var root = new GuestRoot(archive);
        foreach (var folder in Folders)
        {
            archive.AddDirectory("target/" + folder);
        }

        root.Add("bin/busybox", busybox, executable: true);
        root.Link("bin/sh", "busybox");
        root.Link("sbin/init", "../bin/busybox");
        root.Link("sbin/modprobe", "../bin/busybox");
        root.Link("etc/mtab", "/proc/mounts");
        root.Add("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n");
        root.Add("etc/group", "root:x:0:\nnogroup:x:65534:\nstapdev:x:101:\nstapusr:x:102:\nstapsys:x:103:\n");
        root.Add("etc/hosts", $"127.0.0.1 localhost {options.Name}\n");
        AddScripts(root, options);
        AddModules(root, options.Kernel.Release, drivers, modules);
        AddRunner(root, options);
        foreach (var (path, file) in options.Files)
        {
            root.Add(path, await File.ReadAllBytesAsync(file, cancellationToken), IsExecutable(file));
        }

        archive.Finish();
    }

    private static void AddScripts(GuestRoot root, LabMachineOptions options)
    {
        root.Add("etc/lab/start", GuestFiles.Read("start"), executable: true);
        root.Add("etc/lab/exec-agent", GuestFiles.Read("exec-agent"), executable: true);
        var inittab = new StringBuilder("::sysinit:/etc/lab/start\n");
        for (var channel = 0; channel < options.ExecChannels; channel++)
        {
            inittab.Append(System.Globalization.CultureInfo.InvariantCulture, $"::respawn:/etc/lab/exec-agent exec.{channel}\n");
        }

        if (options.Runner is not null)
        {
            inittab.Append("::once:/usr/sbin/start-runner\n");
        }

        root.Add("etc/inittab", inittab.ToString());
        root.Add(
            "etc/lab/machine",
            $"LAB_NAME={GuestRoot.Quote(options.Name)}\nLAB_READ_ONLY_ROOT={(options.ReadOnlyRoot ? "yes" : "no")}\n");
    }

    private static void AddModules(
        GuestRoot root, string release, IReadOnlyList<KernelModule> drivers, IReadOnlyList<KernelModule> modules)
    {
        var folder = "lib/modules/" + release;
        foreach (var module in modules)
        {
            root.Add($"{folder}/{module.File}", module.Content.Span);
        }

        root.Add("etc/lab/modules", string.Concat(drivers.Select(m => $"/{folder}/{m.File}\n")));
        root.Add($"{folder}/modules.dep", ModuleIndex.Dependencies(modules));
        root.Add($"{folder}/modules.alias", ModuleIndex.Aliases(modules));
    }

    private static void AddRunner(GuestRoot root, LabMachineOptions options)
    {
        if (options.Runner is not { } runner)
        {
            return;
        }

        root.Add(
            "usr/bin/stapfarm-runner",
            StaticExecutable.Read(runner.Binary, "Publish the runner with NativeAOT and StaticExecutable=true."),
            executable: true);
        if (runner.FarmKey is { } key)
        {
            root.Add("etc/stapfarm/farm.pem", File.ReadAllBytes(key));
        }

        var arguments = RunnerArguments.For(runner, options.Name);
        root.Add("etc/lab/runner-arguments", $"set -- {string.Join(' ', arguments.Select(GuestRoot.Quote))}\n");
        root.Add("usr/sbin/start-runner", GuestFiles.Read("start-runner"), executable: true);
    }

    private static bool IsExecutable(string file) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & UnixFileMode.UserExecute) != 0;
}
