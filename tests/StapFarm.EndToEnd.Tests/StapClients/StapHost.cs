using StapFarm.Lab.Exec;
using StapFarm.Lab.Firmware;
using StapFarm.Lab.Kernels;
using StapFarm.Lab.Machines;
using StapFarm.Testing;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>
/// A booted 6.1 machine with the systemtap of Debian's suites, each in a root file system of its own, as hosts without
/// debuginfo, headers or compiler have them; and a user <see cref="User"/> who is in the group <c>stapusr</c>.
/// </summary>
internal sealed class StapHost : IAsyncDisposable
{
    public const string Root = "root";

    public const string User = "tracer";

    // Where the guest finds this machine's loopback.
    private const string FarmHost = "10.0.2.2";

    private readonly LabMachine _machine;
    private readonly string _images;

    private StapHost(LabMachine machine, string images)
    {
        _machine = machine;
        _images = images;
    }

    /// <summary>A farm's address on this machine as the host has to call it.</summary>
    public static string Seen(string address) => address.Replace("127.0.0.1", FarmHost, StringComparison.Ordinal);

    /// <param name="releases">Those of <see cref="StapClient.Releases"/> that have a root file system.</param>
    public static async Task<StapHost> BootAsync(IReadOnlyList<string> releases, MachineFirmware? firmware = null, params string[] kernelArguments)
    {
        var images = Directory.CreateTempSubdirectory("stapfarm-hosts-").FullName;
        var disks = new List<string>();
        foreach (var release in releases)
        {
            var image = Path.Combine(images, release);
            Tool.Run("mke2fs", "-q", "-t", "ext4", "-d", StapClient.RootOf(release)!, image, "1G");
            disks.Add(image);
        }

        var kernel = LabKernel.Find(SharedFarm.Kernel61, Path.Combine(SharedFarm.DataRoot, "kernels"));
        var host = new StapHost(
            await LabMachine.StartAsync(new LabMachineOptions(kernel)
            {
                Name = "host",
                MemoryMegabytes = 1024,
                Disks = disks,
                Firmware = firmware,
                KernelArguments = kernelArguments,
                // What stap and staprun ask the kernel for is loaded when it is asked for; of these nobody on the host knows.
                Modules = ["efivarfs", "sha512_generic"],
                Files = new Dictionary<string, string> { ["usr/bin/stapfarm"] = Binaries.Cli },
            }),
            images);
        foreach (var (number, release) in releases.Index())
        {
            await host.InstallAsync(release, $"/dev/vd{(char)('b' + number)}");
        }

        return host;
    }

    /// <summary>Runs a shell's text as a user, in his home.</summary>
    public Task<ExecResult> RunAsync(string release, string user, string script) =>
        _machine.ExecAsync(GuestCommand.Program(
            "/bin/busybox", "chroot", Place(release), "/usr/sbin/runuser", "-u", user, "--", "/bin/sh", "-c", $"cd ~{user} && export HOME=$PWD LANG=C.UTF-8 && {script}"));

    /// <summary>Puts a file of this machine into root's home.</summary>
    public async Task PutAsync(string release, string file) =>
        await _machine.PutFileAsync($"{Place(release)}/root/{Path.GetFileName(file)}", await File.ReadAllBytesAsync(file));

    public async ValueTask DisposeAsync()
    {
        await _machine.DisposeAsync();
        Directory.Delete(_images, recursive: true);
    }

    private static string Place(string release) => $"/mnt/{release}";

    private async Task InstallAsync(string release, string disk)
    {
        var place = Place(release);
        (await _machine.ExecAsync(
            $"""
            set -e
            mkdir -p {place}
            mount -t ext4 {disk} {place}
            for folder in proc sys dev; do mount -o rbind /$folder {place}/$folder; done
            [ ! -d /sys/firmware/efi ] || mountpoint -q /sys/firmware/efi/efivars || (modprobe efivarfs; mount -t efivarfs efivarfs {place}/sys/firmware/efi/efivars)
            rm -f {place}/usr/bin/*gcc* {place}/usr/bin/make
            cp /usr/bin/stapfarm {place}/usr/bin/
            chroot {place} useradd -m -s /bin/sh -G stapusr {User}
            """)).EnsureSuccess();
    }
}
