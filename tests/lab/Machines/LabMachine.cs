using StapFarm.Lab.Exec;
using StapFarm.Lab.Kernels;

namespace StapFarm.Lab.Machines;

/// <summary>
/// A target machine: a Debian kernel in QEMU with a busybox root file system, on which commands can be run. It ends
/// when it is disposed of, or with this process in whatever way that ends. Several may run at once.
/// </summary>
public sealed class LabMachine : IAsyncDisposable
{
    /// <summary>A folder that receives the console log of every machine that is disposed of, for those who look at failures.</summary>
    public const string LogsVariable = "STAPFARM_LAB_LOGS";

    private readonly LabMachineOptions _options;
    private readonly MachineFolder _folder;
    private readonly QemuProcess _qemu;
    private readonly MachineConsole _console;
    private readonly ExecClient _exec;

    private LabMachine(LabMachineOptions options, MachineFolder folder, QemuProcess qemu, MachineConsole console)
    {
        _options = options;
        _folder = folder;
        _qemu = qemu;
        _console = console;
        _exec = new ExecClient([.. Enumerable.Range(0, options.ExecChannels).Select(folder.ExecSocket)]);
    }

    /// <summary>Host name of the machine, and name of its runner.</summary>
    public string Name => _options.Name;

    public LabKernel Kernel => _options.Kernel;

    /// <summary>All that the guest wrote to its console; QEMU goes on writing it.</summary>
    public string ConsoleLog => _folder.ConsoleLog;

    /// <summary>Boots a machine; when this returns it is ready for commands, and its runner has been started.</summary>
    /// <exception cref="LabException">It did not get ready; the message ends with what its console said last.</exception>
    public static async Task<LabMachine> StartAsync(LabMachineOptions options, CancellationToken cancellationToken = default)
    {
        var folder = new MachineFolder(Directory.CreateTempSubdirectory("stapfarm-lab-").FullName);
        try
        {
            var (qemu, console) = await MachineBoot.BootAsync(options, folder, detached: false, cancellationToken);
            return new LabMachine(options, folder, qemu, console);
        }
        catch
        {
            CleanUp(options, folder);
            throw;
        }
    }

    /// <summary>Runs a command to its end. Cancelling kills it on the guest.</summary>
    public Task<ExecResult> ExecAsync(GuestCommand command, CancellationToken cancellationToken = default) =>
        _exec.RunAsync(command, cancellationToken);

    /// <summary>Runs a shell script to its end. Cancelling kills it on the guest.</summary>
    public Task<ExecResult> ExecAsync(string script, CancellationToken cancellationToken = default) =>
        ExecAsync(GuestCommand.Shell(script), cancellationToken);

    /// <summary>Starts a command, whose output can be read as it comes.</summary>
    public Task<RunningCommand> StartCommandAsync(GuestCommand command, CancellationToken cancellationToken = default) =>
        _exec.StartAsync(command, cancellationToken);

    /// <inheritdoc cref="StartCommandAsync(GuestCommand, CancellationToken)"/>
    public Task<RunningCommand> StartCommandAsync(string script, CancellationToken cancellationToken = default) =>
        StartCommandAsync(GuestCommand.Shell(script), cancellationToken);

    /// <summary>Writes a file on the guest.</summary>
    public async Task PutFileAsync(
        string path, ReadOnlyMemory<byte> content, bool executable = false, CancellationToken cancellationToken = default)
    {
        var quoted = System.Text.Encoding.UTF8.GetString(ShellQuoting.Command([System.Text.Encoding.UTF8.GetBytes(path)])).Trim();
        var script = $"cat >{quoted} && chmod {(executable ? "755" : "644")} {quoted}";
        var result = await ExecAsync(GuestCommand.Shell(script) with { Input = content }, cancellationToken);
        result.EnsureSuccess();
    }

    /// <summary>Starts the runner again with the arguments it had at boot, after a test has ended it.</summary>
    public async Task StartRunnerAsync(CancellationToken cancellationToken = default) =>
        (await ExecAsync("/usr/sbin/start-runner >/dev/null 2>&1", cancellationToken)).EnsureSuccess();

    /// <summary>The first console line, of those seen and those to come, that contains the text.</summary>
    public Task<string> WaitForConsoleAsync(string text, CancellationToken cancellationToken = default) =>
        _console.WaitForAsync(line => line.Contains(text, StringComparison.Ordinal)).WaitAsync(cancellationToken);

    /// <summary>The console's last lines.</summary>
    public string ConsoleTail(int lines = 30) => _console.Tail(lines);

    /// <summary>Freezes the machine: to the rest of the world it hangs.</summary>
    public void Freeze() => _qemu.Signal(QemuProcess.SignalStop);

    /// <summary>Lets a frozen machine go on.</summary>
    public void Thaw() => _qemu.Signal(QemuProcess.SignalContinue);

    /// <summary>Cuts the machine's power.</summary>
    public void PowerOff() => _qemu.Signal(QemuProcess.SignalKill);

    public ValueTask DisposeAsync()
    {
        _exec.Dispose();
        _qemu.Dispose();
        _console.Dispose();
        CleanUp(_options, _folder);
        return ValueTask.CompletedTask;
    }

    private static void CleanUp(LabMachineOptions options, MachineFolder folder)
    {
        if (Environment.GetEnvironmentVariable(LogsVariable) is { Length: > 0 } logs && File.Exists(folder.ConsoleLog))
        {
            Directory.CreateDirectory(logs);
            File.Copy(folder.ConsoleLog, Path.Combine(logs, $"{options.Name}-{Path.GetFileName(folder.Path)}.log"), overwrite: true);
        }

        if (!options.KeepFolder)
        {
            Directory.Delete(folder.Path, recursive: true);
        }
    }
}
