using System.Text.Json;
using StapFarm.Lab.Exec;

namespace StapFarm.Lab.Machines;

/// <summary>A machine that outlives the process that started it, as its folder describes it.</summary>
public sealed class DetachedMachine
{
    private readonly MachineFolder _folder;

    private DetachedMachine(MachineFolder folder, MachineDescription description)
    {
        _folder = folder;
        Description = description;
    }

    public MachineDescription Description { get; }

    public string ConsoleLog => _folder.ConsoleLog;

    public bool IsRunning => MachineProcess.IsAlive(_folder, Description.ProcessId);

    /// <summary>Boots a machine in a folder that exists and is empty but for the claim on it.</summary>
    public static async Task<DetachedMachine> StartAsync(
        LabMachineOptions options, MachineFolder folder, int number, CancellationToken cancellationToken)
    {
        var (qemu, console) = await MachineBoot.BootAsync(options, folder, detached: true, cancellationToken);
        using (console)
        {
            var description = new MachineDescription(
                MachineDescription.CurrentVersion, number, options.Name, options.Kernel.Release, qemu.Id, options.ExecChannels);
            await File.WriteAllTextAsync(folder.Description, JsonSerializer.Serialize(description), cancellationToken);
            return new DetachedMachine(folder, description);
        }
    }

    /// <returns>Null when the folder has no machine that got ready.</returns>
    /// <exception cref="LabException">It was written by a version that this one doesn't know.</exception>
    public static DetachedMachine? Open(MachineFolder folder)
    {
        if (!File.Exists(folder.Description))
        {
            return null;
        }

        var description = JsonSerializer.Deserialize<MachineDescription>(File.ReadAllText(folder.Description));
        return description is { Version: MachineDescription.CurrentVersion }
            ? new DetachedMachine(folder, description)
            : throw new LabException($"{folder.Description} has version {description?.Version}; this program knows {MachineDescription.CurrentVersion}.");
    }

    /// <summary>Runs commands on the machine.</summary>
    public ExecClient Connect() =>
        new([.. Enumerable.Range(0, Description.ExecChannels).Select(_folder.ExecSocket)]);
}
