using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace StapFarm.Lab.Machines;

/// <summary>A running QEMU, either owned (it ends with this process) or detached (it outlives it).</summary>
internal sealed partial class QemuProcess : IDisposable
{
    public const int SignalKill = 9;
    public const int SignalContinue = 18;
    public const int SignalStop = 19;

    private readonly Process? _owned;
    private readonly Task<string> _errors;

    private QemuProcess(int id, Process? owned)
    {
        Id = id;
        _owned = owned;
        _errors = owned?.StandardError.ReadToEndAsync() ?? Task.FromResult("");
    }

    public int Id { get; }

    public static async Task<QemuProcess> StartOwnedAsync(string program, MachineFolder folder, IEnumerable<string> arguments)
    {
        var process = await OwnedProcess.StartAsync(program, arguments, folder.Path);
        return new QemuProcess(process.Id, process);
    }

    /// <summary>QEMU goes to the background by itself once all its devices and sockets stand.</summary>
    public static async Task<QemuProcess> StartDetachedAsync(
        string program, MachineFolder folder, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = await OwnedProcess.StartAsync(
            program,
            [.. arguments, "-daemonize", "-pidfile", folder.ProcessIdFile],
            folder.Path);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new LabException($"QEMU did not start: {errors.Trim()}");
        }

        var id = await File.ReadAllTextAsync(folder.ProcessIdFile, cancellationToken);
        return new QemuProcess(int.Parse(id, CultureInfo.InvariantCulture), null);
    }

    /// <summary>Ends when an owned QEMU has ended, with what it said; never for a detached one.</summary>
    public async Task<string> ExitedAsync(CancellationToken cancellationToken)
    {
        if (_owned is null)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        await _owned!.WaitForExitAsync(cancellationToken);
        return (await _errors).Trim();
    }

    public void Signal(int signal)
    {
        if (_owned is not { HasExited: true })
        {
            Signal(Id, signal);
        }
    }

    public static void Signal(int process, int signal) => _ = SendSignal(process, signal);

    /// <summary>Ends an owned QEMU at once; lets a detached one run.</summary>
    public void Dispose()
    {
        if (_owned is null)
        {
            return;
        }

        Signal(SignalKill);
        _owned.WaitForExit();
        _owned.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);
}
