using System.Security.Cryptography;
using System.Text;
using StapFarm.Lab.Kernels;
using StapFarm.Lab.Machines;

namespace StapFarm.Lab.Acceleration;

/// <summary>
/// Finds out whether KVM really boots a stock kernel here. That /dev/kvm opens and QEMU starts proves nothing: nested
/// hypervisors exist whose KVM runs only kernels made for them. So a kernel is booted once, without an initramfs, until
/// it misses its root file system; the verdict is kept per host kernel, processor, QEMU and guest kernel.
/// </summary>
public static class AcceleratorTrial
{
    /// <summary>kvm or tcg, to decide without a trial.</summary>
    public const string OverrideVariable = "STAPFARM_LAB_ACCELERATOR";

    private const string Device = "/dev/kvm";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly SemaphoreSlim OneTrial = new(1);

    public static async Task<Accelerator> ChooseAsync(LabKernel kernel, CancellationToken cancellationToken)
    {
        if (!kernel.Platform.IsOfThisHost)
        {
            return Accelerator.Tcg;
        }

        switch (Environment.GetEnvironmentVariable(OverrideVariable)?.ToUpperInvariant())
        {
            case "KVM":
                return Accelerator.Kvm;
            case "TCG":
                return Accelerator.Tcg;
            case not (null or ""):
                throw new LabException($"{OverrideVariable} is neither kvm nor tcg.");
        }

        if (!CanOpenDevice())
        {
            return Accelerator.Tcg;
        }

        await OneTrial.WaitAsync(cancellationToken);
        try
        {
            return await RememberedOrTriedAsync(kernel, cancellationToken);
        }
        finally
        {
            OneTrial.Release();
        }
    }

    private static async Task<Accelerator> RememberedOrTriedAsync(LabKernel kernel, CancellationToken cancellationToken)
    {
        var verdict = Path.Combine(LabCache.Folder("kvm-trials"), Key(kernel));
        if (File.Exists(verdict))
        {
            return Enum.Parse<Accelerator>(await File.ReadAllTextAsync(verdict, cancellationToken));
        }

        var accelerator = await BootsAsync(kernel, cancellationToken) ? Accelerator.Kvm : Accelerator.Tcg;
        var temporary = $"{verdict}.{Environment.ProcessId}";
        await File.WriteAllTextAsync(temporary, accelerator.ToString(), cancellationToken);
        File.Move(temporary, verdict, overwrite: true);
        return accelerator;
    }

    private static async Task<bool> BootsAsync(LabKernel kernel, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("stapfarm-kvm-").FullName;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var qemu = await OwnedProcess.StartAsync(
                kernel.Platform.Program,
                [
                    "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
                    .. kernel.Platform.Processor(Accelerator.Kvm),
                    "-m", "512", "-kernel", kernel.Image, "-append", $"console={kernel.Platform.Console} panic=-1", "-serial", "stdio",
                ],
                folder);
            using var killed = limit.Token.Register(qemu.Kill);
            _ = qemu.StandardError.ReadToEndAsync(CancellationToken.None);
            var console = await qemu.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await qemu.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return console.Contains("Unable to mount root fs", StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool CanOpenDevice()
    {
        try
        {
            using var device = new FileStream(Device, FileMode.Open, FileAccess.ReadWrite);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Key(LabKernel kernel)
    {
        var processor = File.ReadLines("/proc/cpuinfo").TakeWhile(line => line.Length > 0)
            .Where(line => line.StartsWith("model name", StringComparison.Ordinal) || line.StartsWith("flags", StringComparison.Ordinal));
        var facts = string.Join(
            '\n', [File.ReadAllText("/proc/version"), .. processor, kernel.Release, QemuStamp(kernel.Platform)]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(facts)))[..32];
    }

    private static string QemuStamp(GuestPlatform platform)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin").Split(':')
            .Select(folder => Path.Combine(folder, platform.Program))
            .FirstOrDefault(File.Exists)
            ?? throw new LabException($"{platform.Program} is not installed: apt-get install {platform.Package}.");
        var info = new FileInfo(program);
        return $"{program} {info.Length} {info.LastWriteTimeUtc.Ticks}";
    }
}
