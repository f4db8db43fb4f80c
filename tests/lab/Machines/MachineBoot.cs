using StapFarm.Lab.Acceleration;
using StapFarm.Lab.Initramfs;

namespace StapFarm.Lab.Machines;

/// <summary>Makes a machine's files, starts it and waits until its console says that it is ready.</summary>
internal static class MachineBoot
{
    private const string ReadyLine = "stapfarm-lab: ready";
    private const int TailLines = 30;

    public static async Task<(QemuProcess Qemu, MachineConsole Console)> BootAsync(
        LabMachineOptions options, MachineFolder folder, bool detached, CancellationToken cancellationToken)
    {
        await using (var initramfs = File.Create(folder.Initramfs))
        {
            await InitramfsBuilder.WriteAsync(options, initramfs, cancellationToken);
        }

        await using (var disk = File.Create(folder.Disk))
        {
            disk.SetLength(options.DiskMegabytes * 1024L * 1024L);
        }

        foreach (var (number, image) in options.Disks.Index())
        {
            File.CreateSymbolicLink(folder.FurtherDisk(number), Path.GetFullPath(image));
        }

        if (options.Firmware is { } firmware)
        {
            await firmware.WriteVariablesAsync(folder.FirmwareVariables, cancellationToken);
        }

        var accelerator = options.Accelerator ?? await AcceleratorTrial.ChooseAsync(options.Kernel, cancellationToken);
        var arguments = QemuCommandLine.For(options, accelerator);
        var program = options.Kernel.Platform.Program;
        var console = new MachineConsole(folder.ConsoleSocket);
        QemuProcess? qemu = null;
        try
        {
            qemu = detached
                ? await QemuProcess.StartDetachedAsync(program, folder, arguments, cancellationToken)
                : await QemuProcess.StartOwnedAsync(program, folder, arguments);
            await WaitUntilReadyAsync(options, folder, qemu, console, detached, cancellationToken);
            // QEMU and the guest have copies of their own.
            File.Delete(folder.Initramfs);
            return (qemu, console);
        }
        catch
        {
            qemu?.Signal(QemuProcess.SignalKill);
            qemu?.Dispose();
            console.Dispose();
            throw;
        }
    }

    private static async Task WaitUntilReadyAsync(
        LabMachineOptions options,
        MachineFolder folder,
        QemuProcess qemu,
        MachineConsole console,
        bool detached,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.BootTimeout);
        var ready = console.WaitForAsync(line => line.Contains(ReadyLine, StringComparison.Ordinal));
        var exited = qemu.ExitedAsync(limit.Token);
        try
        {
            await await Task.WhenAny(ready, exited).WaitAsync(limit.Token);
            if (!ready.IsCompletedSuccessfully)
            {
                throw Ended(options, folder, console, await exited);
            }
        }
        catch (LabException) when (ready.IsFaulted)
        {
            // Its console ends a moment before it does; a detached one has already said all it had to say.
            throw Ended(options, folder, console, detached ? "" : await exited);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LabException(
                $"The machine {options.Name} was not ready after {options.BootTimeout.TotalSeconds:0} s.\n{Tail(folder, console)}");
        }
        finally
        {
            await limit.CancelAsync();
        }
    }

    private static LabException Ended(
        LabMachineOptions options, MachineFolder folder, MachineConsole console, string errors) =>
        new($"The machine {options.Name} ended before it was ready. {errors}\n{Tail(folder, console)}");

    private static string Tail(MachineFolder folder, MachineConsole console) =>
        $"The end of its console ({folder.ConsoleLog}):\n{console.Tail(TailLines)}";
}
